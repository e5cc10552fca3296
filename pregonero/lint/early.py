"""The rules that `build` looks at too, each where a cheap sign says that there may be something."""

from collections.abc import Sequence

from pregonero.entry import Entry
from pregonero.lint import headlines, minors, personal
from pregonero.lint.look import look
from pregonero.lint.rule import House, Rule, Sheet
from pregonero.problem import Problem

RULES: tuple[Rule, ...] = (*headlines.RULES, *personal.RULES, *minors.RULES)


def early(entry: Entry, text: str, body: str, house: House) -> Sequence[Problem]:
    """What these rules find in a record, and those that its newsroom made errors.

    `text` is the whole file, `body` what is below its header.
    """
    due = [rule for rule in RULES if rule.sign and rule.sign(entry.document, text)]
    if any(level == "error" for _, level in house.levels):
        from pregonero.lint.registry import raised  # few newsrooms do

        due += [rule for rule in raised(house) if rule not in due and rule not in RULES]
    if not due:
        return ()
    return look(entry, text, Sheet(entry.document, body, house), due).problems
