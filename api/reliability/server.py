"""The site under gunicorn in several processes, which can be killed all at once."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager

from django.conf import settings

from api.benchmark.load.servers import ask, free_port, wait_until

THREADS = 4


class Site:
    """A gunicorn on a port, in a process group of its own."""

    def __init__(self, environment, workers, port=None):
        self.environment, self.workers = environment, workers
        self.port = port or free_port()
        self.process = None

    def start(self):
        command = [
            sys.executable, "-m", "gunicorn", "toolbox.wsgi", "--worker-class",
            "gthread", "--workers", str(self.workers), "--threads", str(THREADS),
            "--no-control-socket", "--bind", f"127.0.0.1:{self.port}",
            "--log-level", "critical", "--chdir", str(settings.BASE_DIR),
        ]  # fmt: skip
        self.process = subprocess.Popen(  # noqa: S603
            command, env=self.environment, start_new_session=True
        )
        wait_until(lambda: ask(self.port, "/health/") == 200, self.process, "the site")

    def kill(self):
        """End every process at once, without a chance to finish anything."""
        self._end(signal.SIGKILL)

    def stop(self):
        self._end(signal.SIGTERM)

    def _end(self, how):
        if self.process.poll() is None:
            os.killpg(self.process.pid, how)
        self.process.wait()


@contextmanager
def running(environment, workers):
    """Run the site until the end of the block; give the Site."""
    site = Site(environment, workers)
    site.start()
    try:
        yield site
    finally:
        site.stop()
