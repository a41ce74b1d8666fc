import time


def track(items, stream, label, every=1.0):
    """Yield the items of a list, telling stream at most every so many seconds.

    stream has write(line); None is told nothing.
    """
    if stream is None:
        yield from items
        return
    total = len(items)
    started = spoken = time.monotonic()
    for done, item in enumerate(items, start=1):
        yield item
        now = time.monotonic()
        if now - spoken >= every and done < total:
            spoken = now
            left = (now - started) / done * (total - done)
            stream.write(f"{label}: {done}/{total}, about {left:.0f} s left")
    if total:
        stream.write(f"{label}: {total} in {time.monotonic() - started:.1f} s")
