"""How often one visitor or account may do a thing.

Counted in the cache where all processes share one (Redis), else in the database.
"""

import datetime
import hashlib
import ipaddress
import time

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from core.models import Rate


def allow(name, who, limit, seconds):
    """Count one more and return whether it is among the first `limit` of its time.

    name says what is done; who is an address, an account's key or anything that can
    be written as text. Time is cut into stretches of that many seconds.
    """
    window = int(time.time()) // seconds
    key = hashlib.sha256(f"{settings.SECRET_KEY}:{name}:{who}".encode()).hexdigest()
    if settings.CACHES["default"]["BACKEND"].endswith("RedisCache"):
        return _count_in_cache(f"rate:{key}:{window}", seconds) <= limit
    return _count_in_database(key, window, seconds) <= limit


def _count_in_cache(key, seconds):
    if cache.add(key, 1, timeout=seconds):
        return 1
    try:
        return cache.incr(key)
    except ValueError:
        # It ran out between the two.
        return 1


def _count_in_database(key, window, seconds):
    ends = datetime.datetime.fromtimestamp((window + 1) * seconds, datetime.UTC)
    with connection.cursor() as cursor:
        # One statement: two requests at once count twice on either database.
        cursor.execute(
            'INSERT INTO core_rate (key, "window", count, ends_at) '
            "VALUES (%s, %s, 1, %s) "
            'ON CONFLICT (key, "window") DO UPDATE SET count = core_rate.count + 1 '
            "RETURNING count",
            [key, window, connection.ops.adapt_datetimefield_value(ends)],
        )
        count = cursor.fetchone()[0]
    if count == 1:
        Rate.objects.filter(ends_at__lt=timezone.now()).delete()
    return count


def address(request):
    """Return the address that a request comes from, as the proxy tells it.

    Of an IPv6 address the first half only: all of the second belongs to one visitor.
    """
    return _network(_address(request))


def _address(request):
    if settings.BEHIND_PROXY and (
        forwarded := request.META.get("HTTP_X_FORWARDED_FOR")
    ):
        # The last one is what our own proxy saw, the rest the visitor's word.
        return forwarded.split(",")[-1].strip()
    return request.META.get("REMOTE_ADDR", "")


def _network(address):
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.IPv6Address(int(found) >> 64 << 64))
