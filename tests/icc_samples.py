"""A CMYK profile of an imaginary press, made here: none may be shipped. ICC.1:2001-04 (version 2), lut8Type."""

from __future__ import annotations

import itertools
import struct

_GRID = 9  # points of each axis from Lab to ink


def _described(text: str) -> bytes:
    data = text.encode() + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(data)) + data + bytes(8 + 3 + 67)


def _lut(inputs: int, outputs: int, grid: int, table: bytes) -> bytes:
    matrix = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    line = bytes(range(256))
    head = b"mft1\0\0\0\0" + bytes([inputs, outputs, grid, 0]) + matrix
    return head + line * inputs + table + line * outputs


def _lab(cyan: float, magenta: float, yellow: float, black: float) -> bytes:
    """What inks look like on the paper of the imaginary press, as 8-bit Lab."""
    red, green, blue = ((1 - ink) * (1 - black) for ink in (cyan, magenta, yellow))
    lightness = 100 * (0.3 * red + 0.59 * green + 0.11 * blue)
    return bytes([round(lightness * 2.55), _clip(128 + 90 * (red - green)), _clip(128 + 70 * (green - blue))])


def _inks(lightness: float, a: float, b: float) -> bytes:
    """Inks for a colour: the reverse, near enough."""
    green = lightness - 0.3 * a / 90 + 0.11 * b / 70
    parts = (green + a / 90, green, green - b / 70)
    red, green, blue = (min(max(part, 0.0), 1.0) for part in parts)
    black = 1 - max(red, green, blue)
    return bytes(_clip(255 * part) for part in (1 - red - black, 1 - green - black, 1 - blue - black, black))


def _clip(value: float) -> int:
    return min(max(round(value), 0), 255)


def profile(space: bytes = b"CMYK", device: bytes = b"prtr") -> bytes:
    """The bytes of the profile; `space` and `device` as its header names them."""
    there = b"".join(_lab(*inks) for inks in itertools.product((0, 1), repeat=4))
    steps = [step / (_GRID - 1) for step in range(_GRID)]
    back = b"".join(_inks(x, y * 255 - 128, z * 255 - 128) for x, y, z in itertools.product(steps, repeat=3))
    tags = {
        b"desc": _described("Imaginary press"),
        b"cprt": b"text\0\0\0\0in the public domain\0",
        b"wtpt": b"XYZ \0\0\0\0" + struct.pack(">3i", 63190, 65536, 54061),
        b"A2B0": _lut(4, 3, 2, there),
        b"B2A0": _lut(3, 4, _GRID, back),
    }
    table, body = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        padded = data + bytes(-len(data) % 4)
        table += name + struct.pack(">2I", start + len(body), len(data))
        body += padded
    size = start + len(body)
    head = struct.pack(">I4sI4s4s4s12s4s", size, b"\0" * 4, 0x02400000, device, space, b"Lab ", bytes(12), b"acsp")
    head += bytes(28) + struct.pack(">3i", 63190, 65536, 54061) + bytes(48)
    return head + table + body
