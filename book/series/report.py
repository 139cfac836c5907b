"""A plan as JSON. In: a `Plan`. Out: a dictionary that `json.dumps` takes: parts > chapters > instalments, problems."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.model import Instalment, LeftOut, Ordinal, Plan, Problem


def plan_json(
    plan: Plan, problems: Sequence[Problem] | None = None, left_out: Sequence[LeftOut] | None = None
) -> dict[str, Any]:
    """The plan; `problems` and `left_out` of the whole run where those of the plan alone would be too few."""
    return {
        "title": plan.title,
        "parts": [
            {
                "title": part.title,
                "number": part.number,
                "kind": part.kind,
                "chapters": [
                    {
                        "title": chapter.title,
                        "number": chapter.number,
                        "kind": chapter.kind,
                        "instalments": [_instalment(instalment) for instalment in chapter.instalments],
                    }
                    for chapter in part.chapters
                ],
            }
            for part in plan.parts
        ],
        "problems": [asdict(problem) for problem in (plan.problems if problems is None else problems)],
        "left_out": [asdict(left) for left in (plan.left_out if left_out is None else left_out)],
    }


def _instalment(instalment: Instalment) -> dict[str, Any]:
    return {
        "source": instalment.source,
        "title": instalment.title,
        "ordinals": [_ordinal(ordinal) for ordinal in instalment.ordinals],
        "evidence": [{"from": each.origin, "says": each.says} for each in instalment.evidence],
    }


def _ordinal(ordinal: Ordinal) -> dict[str, str]:
    """Kind and number, and what else the title says."""
    return {key: value for key, value in asdict(ordinal).items() if value is not None}
