from pathlib import Path

from django.core.management.base import BaseCommand

from api.interchange.checking import check
from api.interchange.loading import load
from api.interchange.memory import collector_at_rest, light
from core.kinds import all_kinds
from revisions.editing import Attribution


class Command(BaseCommand):
    help = (
        "Load a folder in the interchange format (docs/interchange.md). Everything is "
        "checked before anything is written; exit status 2 when something is wrong."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument(
            "--force", action="store_true", help="overwrite what people wrote, too"
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing if there are records"
        )

    def handle(self, *, folder, dry_run, force, if_empty, **options):
        if if_empty and any(k.model._base_manager.exists() for k in all_kinds()):
            return
        progress = self.stderr if options["verbosity"] else None
        with light():
            checked = self._checked(folder)
            by = Attribution(source=f"load {folder.name}", comment="Loaded from files")
            summary = load(
                checked, by=by, force=force, dry_run=dry_run, progress=progress
            )
        self._tell(summary, dry_run)

    def _checked(self, folder):
        with collector_at_rest():
            checked = check(folder)
        if checked.problems:
            for problem in checked.problems:
                self.stderr.write(problem)
            self.stderr.write(f"{len(checked.problems)} problems; nothing was written.")
            raise SystemExit(2)
        return checked

    def _tell(self, summary, dry_run):
        for place in summary.kept:
            self.stderr.write(f"kept, a person wrote it: {place}")
        self.stdout.write(
            f"{summary.created.total()} created, {summary.updated.total()} updated, "
            f"{summary.unchanged.total()} unchanged"
            + (" (dry run: nothing was written)" if dry_run else "")
        )
