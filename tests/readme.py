"""The README in both languages, taken apart: sections, commands, tables."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ops.local.programs import ROOT

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it, up to the next heading."""

    level: int
    title: str
    body: str

    @cached_property
    def prose(self) -> str:
        """Everything but the blocks of code."""
        return _FENCE.sub("", self.body)

    @cached_property
    def code_spans(self) -> set[str]:
        return set(_CODE.findall(self.prose))

    @cached_property
    def numbers(self) -> set[str]:
        return set(re.findall(r"\d+", self.prose))

    @cached_property
    def links(self) -> set[str]:
        return set(_LINK.findall(self.prose))

    def blocks(self, language: str = "sh") -> list[str]:
        return [text for kind, text in _FENCE.findall(self.body) if kind == language]

    @cached_property
    def rows(self) -> list[list[str]]:
        """The cells of all its tables, without headings and rules."""
        lines = [x for x in self.prose.splitlines() if x.startswith("|")]
        rules = {n for n, x in enumerate(lines) if set(x) <= set("|-")}
        return [
            [cell.strip() for cell in line.strip("|").split("|")]
            for n, line in enumerate(lines)
            if n not in rules and n + 1 not in rules
        ]


@dataclass(frozen=True)
class Page:
    path: Path
    sections: tuple[Section, ...]

    def section(self, title: str) -> Section:
        (found,) = (s for s in self.sections if s.title == title)
        return found

    @cached_property
    def commands(self) -> list[str]:
        """Shell commands of all blocks, comments left out."""
        return [
            line
            for section in self.sections
            for block in section.blocks()
            for line in commands_of(block)
        ]


def read(name: str) -> Page:
    path = ROOT / name
    text = path.read_text()
    fences = [match.span() for match in _FENCE.finditer(text)]
    heads = [
        match
        for match in re.finditer(r"^(#+) (.+)\n", text, re.MULTILINE)
        if not any(start < match.start() < end for start, end in fences)
    ]
    ends = [*(match.start() for match in heads[1:]), len(text)]
    return Page(
        path,
        tuple(
            Section(len(head[1]), head[2], text[head.end() : end])
            for head, end in zip(heads, ends, strict=True)
        ),
    )


def commands_of(block: str) -> list[str]:
    """Its commands, one a line: continued lines joined, comments dropped."""
    joined = re.sub(r"\\\n\s*", "", block)
    lines = (re.sub(r"(^|\s+)#\s.*$", "", line) for line in joined.splitlines())
    return [line.rstrip() for line in lines if line.strip()]


def codes(cell: str) -> list[str]:
    return _CODE.findall(cell)
