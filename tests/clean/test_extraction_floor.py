from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
def test_pages_are_extracted_better_than_by_the_known_extractors(
    corpus: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The floor of the benchmark: F1 ahead of both, structure kept at least as well as readability-lxml keeps it."""
    pytest.importorskip("trafilatura")
    pytest.importorskip("readability")
    spec = importlib.util.spec_from_file_location("extraction", root / "benchmarks" / "extraction.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "CORPUS", corpus)
    table = module.measure()
    assert table["ours"]["F1"] > max(table["trafilatura"]["F1"], table["readability"]["F1"])
    for kind in module.STRUCTURE:
        assert table["ours"][kind] >= max(table["readability"][kind], 0.88)
    assert min(table["ours"][kind] for kind in ("lists", "tables", "pictures", "code")) > 0.98
