"""Says how a trial went."""

from dataclasses import dataclass

from api.benchmark.report import machine


@dataclass(frozen=True)
class Trial:
    """Counts of what was told to people, and of what the database holds after."""

    options: dict
    first: dict  # {what people met when they saved: how many}
    acknowledged: int  # changes told to be published, in both parts
    published: int  # of the crowd
    proposed: int
    crowd_in_history: int
    edits: int  # acknowledged while the server was killed
    unanswered: int
    in_history: int
    missing: list
    wrong: list


def markdown(trial: Trial) -> str:
    """Return the figures as a list."""
    options = trial.options
    met = sorted(trial.first.items())
    first = ", ".join(f"{count} {what}s" for what, count in met)
    return "\n".join(
        [
            f"{options['workers']} processes; {machine()}.",
            "",
            (
                f"- {options['people']} people saved the same 20 tools at once: "
                f"{first} at first. Who met a conflict saved again until the site "
                f"took it: {trial.published} published, {trial.proposed} proposed; "
                f"{trial.crowd_in_history} of these changes are in the history."
            ),
            (
                f"- The server was killed {options['kills']} times (SIGKILL, every "
                f"process) in the middle of {options['edits']} edits: {trial.edits} "
                f"acknowledged, {trial.unanswered} requests left without an answer."
            ),
            (
                f"- Acknowledged in all: {trial.acknowledged}; in the history: "
                f"{trial.in_history}; acknowledged and missing: {len(trial.missing)}; "
                f"records or documents that are not what their last revision says: "
                f"{len(trial.wrong)}."
            ),
            "",
        ]
    )
