"""Fetching from addresses of others, tried on servers of this machine only."""

import itertools
import socket
import ssl
import time
from dataclasses import replace
from pathlib import Path
from unittest import mock

from django.test import SimpleTestCase, override_settings

from core.fetch import (
    HTML,
    Refused,
    Rules,
    Unreachable,
    connection as connections,
    fetch,
    is_public,
)
from core.fetch.target import read
from tests.web_server import Server, moved, page, saying, zipped

# The rules, but for servers of this machine.
HERE = Rules(seconds=3, read_seconds=2, ports=None, allowed=lambda address: True)
# A key that protects nothing, for a certificate that nobody vouches for.
CERTIFICATE = Path(__file__).parent / "localhost.pem"

PRIVATE = (
    "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.8.8.8", "169.254.169.254",
    "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1",
    "192.168.1.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.251",
    "239.255.255.250", "240.0.0.1", "255.255.255.255", "168.63.129.16",
    "::", "::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "2001:db8::1", "3fff::1", "100::1",
    "2001:10::1", "fec0::1", "not an address", "",
)  # fmt: skip
PUBLIC = ("8.8.8.8", "93.184.215.14", "172.32.0.1", "100.128.0.1", "192.0.1.1",
          "2606:4700::1111", "2a00:1450:4007::200e")  # fmt: skip


def resolving(*answers):
    """Replace the look-up of names: each time the next of these addresses."""
    left = itertools.chain(answers, itertools.repeat(answers[-1]))

    def look_up(host, port, *args, **kwargs):
        family = socket.AF_INET6 if ":" in (address := next(left)) else socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (address, port))]

    return mock.patch("socket.getaddrinfo", side_effect=look_up)


class AddressTests(SimpleTestCase):
    def test_only_addresses_of_the_public_internet_are_public(self):
        self.assertEqual([a for a in PRIVATE if is_public(a)], [])
        self.assertEqual([a for a in PUBLIC if not is_public(a)], [])

    def test_only_plain_web_addresses_are_read(self):
        for url in (
            "ftp://example.org/", "file:///etc/passwd", "gopher://example.org/",
            "javascript:alert(1)", "//example.org/", "example.org", "", "http://",
            "http:///path", "https://example.org:8443/", "http://example.org:0/",
            "http://example.org:22/", "http://example.org:99999/", "http://[::1",
            "http://example.org:x/", "http://ann:secret@example.org/",
            "http://@example.org/", "http://example.org\\@evil.org/",
            "http://exa mple.org/", "http://example.org/\r\nHost: evil.org",
            "http://ex%61mple.org/", "http://[fe80::1%25eth0]/", "http://-a.org/",
            "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/",
            "http://0177.0.0.1/", "http://127.1/", "http://017700000001/",
            "http://127.0.0.1.:0/", "http://1.2.3.4.5/", "http://256.1.1.1/",
            f"http://example.org/{'a' * 3000}", f"http://{'a' * 70}.org/",
        ):  # fmt: skip
            with self.subTest(url=url), self.assertRaises(Refused):
                read(url)

    def test_an_address_is_read_as_browsers_read_it(self):
        self.assertEqual(
            read(
                "HTTPS://Démocratie.Example.ORG:443/un café?q=ñ#here".replace(" ", "")
            ).url,
            "https://xn--dmocratie-b4a.example.org/uncaf%C3%A9?q=%C3%B1",
        )
        self.assertEqual(read("http://[2A00::0:1]").url, "http://[2a00::1]/")
        self.assertEqual(read("http://example.org.?a").url, "http://example.org/?a")
        self.assertEqual(read("http://８.８.８.８/").host, "8.8.8.8")


class RefusalTests(SimpleTestCase):
    """What the rules refuse that hold for the site."""

    def assert_refused(self, url):
        with self.assertRaisesMessage(Refused, "public internet"):
            fetch(url)

    def test_this_machine_and_its_network_are_refused_by_default(self):
        for host in ("localhost", "127.0.0.1", "127.0.0.2", "0.0.0.0", "10.0.0.1",
                     "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]",
                     "[fd00:ec2::254]", "[64:ff9b::7f00:1]"):  # fmt: skip
            with self.subTest(host=host):
                self.assert_refused(f"http://{host}/")

    def test_a_server_here_hears_nothing(self):
        with Server(saying("secret")) as server:
            rules = Rules(ports=None)
            with self.assertRaisesMessage(Refused, "public internet"):
                fetch(server.url(), rules=rules)
            with self.assertRaisesMessage(Refused, "port"):
                fetch(server.url())
        self.assertEqual(server.requests, [])

    def test_a_public_name_of_a_private_address_is_refused(self):
        for address in ("127.0.0.1", "::1", "192.168.0.1", "::ffff:10.0.0.1"):
            with self.subTest(address=address), resolving(address):
                self.assert_refused("https://looks-public.example.org/")

    def test_one_private_address_among_others_is_enough(self):
        both = [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80))
            for address in ("8.8.8.8", "127.0.0.1")
        ]
        with mock.patch("socket.getaddrinfo", return_value=both):
            self.assert_refused("http://example.org/")

    def test_the_connection_goes_to_the_address_that_was_checked(self):
        tried = []

        def connect(address, *args, **kwargs):
            tried.append(address)
            raise OSError

        with (
            resolving("93.184.215.14", "127.0.0.1"),
            mock.patch("urllib3.util.connection.create_connection", connect),
            self.assertRaises(Unreachable),
        ):
            fetch("http://example.org/")
        self.assertEqual(tried, [("93.184.215.14", 80)])

    def test_a_name_that_moves_between_check_and_connection_is_refused(self):
        """The look-up answers otherwise even for the number itself."""
        with Server(saying("secret")) as server:
            rules = Rules(ports=None)
            with (
                resolving("93.184.215.14", "127.0.0.1"),
                self.assertRaisesMessage(Refused, "public internet"),
            ):
                fetch(server.url(host="example.org"), rules=rules)
        self.assertEqual(server.requests, [])

    def test_a_redirect_into_the_private_network_is_refused(self):
        private = ("http://169.254.169.254/latest/meta-data/", "http://[::1]/",
                   "http://2130706433/", "file:///etc/passwd",
                   "http://example.org:22/", "//127.0.0.2/")  # fmt: skip
        for location in private:
            with self.subTest(location), Server(moved(location)) as server:
                rules = Rules(
                    seconds=3,
                    ports=(80, 443, server.port),
                    allowed=lambda address: address == "127.0.0.1",
                )
                with self.assertRaises(Refused):
                    fetch(server.url(), rules=rules)
                self.assertEqual(len(server.requests), 1)


class AnswerTests(SimpleTestCase):
    def test_what_was_fetched_says_where_when_and_what(self):
        with Server(saying("<p>Élan", Set_Cookie="a=b")) as server:
            fetched = fetch(server.url("/x?y=1"), types=HTML, rules=HERE)
        self.assertEqual(fetched.url, server.url("/x?y=1"))
        self.assertEqual((fetched.status, fetched.ok), (200, True))
        self.assertEqual((fetched.content_type, fetched.charset), (HTML[0], "utf-8"))
        self.assertEqual(fetched.text, "<p>Élan")
        self.assertIsNotNone(fetched.fetched_at.tzinfo)

    @override_settings(SOURCE_CODE_URL="https://example.org/código\r\nX: y")
    def test_the_request_names_the_project_and_nobody_else(self):
        with Server(saying("")) as server:
            fetch(server.url(), types=HTML, rules=HERE)
        lines = server.requests[0].decode().split("\r\n")
        self.assertIn(f"Host: 127.0.0.1:{server.port}", lines)
        about = "https://example.org/cdigoX:y"
        self.assertIn(f"User-Agent: OGPToolbox/1.0 (+{about})", lines)
        names = {line.split(":")[0].lower() for line in lines[1:] if line}
        self.assertEqual(
            names, {"host", "user-agent", "accept", "accept-encoding", "connection"}
        )

    def test_redirects_are_followed_without_cookies(self):
        def answer(connection, request):
            if b"GET /here " in request:
                connection.sendall(page("found"))
            else:
                connection.sendall(
                    page("", status="301 Moved", Location="/here", Set_Cookie="a=b")
                )

        with Server(answer) as server:
            fetched = fetch(server.url("/there"), rules=HERE)
        self.assertEqual(fetched.url, server.url("/here"))
        self.assertEqual(fetched.body, b"found")
        self.assertEqual(server.paths, ["/there", "/here"])
        self.assertNotIn(b"ookie", server.requests[1])

    def test_a_circle_of_redirects_ends(self):
        with (
            Server(moved("/again")) as server,
            self.assertRaisesMessage(Refused, "from address to address"),
        ):
            fetch(server.url(), rules=HERE)
        self.assertEqual(len(server.requests), HERE.redirects + 1)

    def test_an_error_is_a_status_without_body(self):
        with Server(saying("x" * 99, status="404 Not Found")) as server:
            fetched = fetch(server.url(), types=("text/plain",), rules=HERE)
        self.assertEqual((fetched.status, fetched.ok, fetched.body), (404, False, b""))

    def test_who_only_wants_the_status_waits_for_no_body(self):
        def endless(connection, request):
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n")
            connection.recv(1)

        with Server(endless) as server:
            fetched = fetch(server.url(), rules=replace(HERE, max_bytes=0))
        self.assertEqual((fetched.status, fetched.body), (200, b""))

    def test_another_type_than_asked_for_is_refused(self):
        for kind in ("application/pdf", "", "text/html+x"):
            with (
                self.subTest(kind),
                Server(saying("x", content_type=kind)) as server,
                self.assertRaisesMessage(Refused, "something else"),
            ):
                fetch(server.url(), types=HTML, rules=HERE)

    def test_proxies_of_the_environment_are_not_asked(self):
        with Server(saying("proxy")) as proxy, Server(saying("site")) as server:
            names = ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "https_proxy")
            with mock.patch.dict("os.environ", dict.fromkeys(names, proxy.url())):
                fetched = fetch(server.url(), rules=HERE)
        self.assertEqual(fetched.body, b"site")
        self.assertEqual(proxy.requests, [])


class LimitTests(SimpleTestCase):
    def assert_ends(self, answer, error, words, **rules):
        """Expect an answer to be given up, with these words, and in time."""
        rules = Rules(
            seconds=0.5, read_seconds=0.5, max_bytes=50_000, ports=None, **rules,
            allowed=lambda address: True,
        )  # fmt: skip
        with Server(answer) as server:
            begun = time.monotonic()
            with self.assertRaisesMessage(error, words):
                fetch(server.url(), rules=rules)
            self.assertLess(time.monotonic() - begun, 1)

    def dripping(self, start, drop, server_ends=0.9):
        """Return an answer() that sends a little now and then for some seconds."""

        def answer(connection, request):
            connection.sendall(start)
            ends = time.monotonic() + server_ends
            while time.monotonic() < ends:
                connection.sendall(drop)
                time.sleep(0.05)

        return answer

    def test_a_silent_server_is_given_up(self):
        def silent(connection, request):
            connection.settimeout(0.8)
            connection.recv(1)

        self.assert_ends(silent, Unreachable, "longer than 1 second")

    def test_a_head_that_comes_letter_by_letter_is_given_up(self):
        drip = self.dripping(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"a")
        self.assert_ends(drip, Unreachable, "longer than 1 second")

    def test_heads_without_end_are_given_up(self):
        drip = self.dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n")
        self.assert_ends(drip, Unreachable, "longer than 1 second")

    def test_a_body_that_comes_letter_by_letter_is_given_up(self):
        whole = self.dripping(b"HTTP/1.1 200 OK\r\n\r\n", b"a")
        self.assert_ends(whole, Unreachable, "longer than 1 second")
        head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        parts = self.dripping(head, b"1\r\na\r\n")
        self.assert_ends(parts, Unreachable, "longer than 1 second")
        size = self.dripping(head, b"0")
        self.assert_ends(size, Unreachable, "longer than 1 second")

    def test_redirects_do_not_begin_the_time_anew(self):
        def slow(connection, request):
            time.sleep(0.3)
            connection.sendall(page("", status="302 Found", Location="/again"))

        self.assert_ends(slow, Unreachable, "longer than 1 second")

    def test_a_body_without_end_is_refused(self):
        def endless(connection, request):
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            while True:
                connection.sendall(b"a" * 10_000)

        self.assert_ends(endless, Refused, "larger than 48 kilobytes")

    def test_chunks_without_end_are_refused(self):
        def endless(connection, request):
            head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            connection.sendall(head)
            while True:
                connection.sendall(b"2710\r\n" + b"a" * 10_000 + b"\r\n")

        self.assert_ends(endless, Refused, "larger than 48 kilobytes")

    def test_the_size_of_a_chunk_is_not_read_without_end(self):
        def endless(connection, request):
            head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            connection.sendall(head)
            while True:
                connection.sendall(b"0" * 10_000)

        self.assert_ends(endless, Unreachable, "does not answer as a website")

    def test_a_body_that_says_it_is_too_large_is_not_read(self):
        def boasting(connection, request):
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 50001\r\n\r\n")
            connection.settimeout(0.8)
            connection.recv(1)

        self.assert_ends(boasting, Refused, "larger than 48 kilobytes")

    def test_a_small_answer_that_unpacks_to_a_large_one_is_refused(self):
        self.assert_ends(zipped(b"0" * 20_000_000), Refused, "larger than 48")

    def test_an_encoding_that_was_not_asked_for_is_refused(self):
        for encoding in ("br", "gzip, gzip", "deflate"):
            with self.subTest(encoding):
                answer = saying("x", Content_Encoding=encoding)
                self.assert_ends(answer, Refused, "encoding")

    def test_a_body_of_just_the_size_is_read(self):
        rules = Rules(seconds=3, max_bytes=5000, ports=None, allowed=lambda a: True)
        for answer in (saying(b"a" * 5000), zipped(b"a" * 5000)):
            with Server(answer) as server:
                self.assertEqual(len(fetch(server.url(), rules=rules).body), 5000)

    def test_what_breaks_off_is_no_answer(self):
        for sent in (b"", b"HTTP/1.1", b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
                     b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
                     b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b",
                     b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nplain",
                     b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200):  # fmt: skip

            def answer(connection, request, sent=sent):
                connection.sendall(sent)

            with (
                self.subTest(sent=sent[:60]),
                Server(answer) as server,
                self.assertRaises(Unreachable),
            ):
                fetch(server.url(), rules=HERE)

    def test_a_port_where_nobody_listens_is_unreachable(self):
        with Server(saying("")) as server:
            url = server.url()
        with self.assertRaisesMessage(Unreachable, "127.0.0.1 does not answer"):
            fetch(url, rules=HERE)

    def test_an_unknown_name_is_unreachable_and_says_so(self):
        with (
            mock.patch("socket.getaddrinfo", side_effect=socket.gaierror),
            self.assertRaisesMessage(Unreachable, "was not found"),
        ):
            fetch("http://example.org/")

    def test_a_name_server_that_says_nothing_is_given_up(self):
        def never(*args, **kwargs):
            time.sleep(1)
            return []

        rules = Rules(seconds=3, read_seconds=0.2)
        with mock.patch("socket.getaddrinfo", never):
            begun = time.monotonic()
            with self.assertRaisesMessage(Unreachable, "was not found"):
                fetch("http://example.org/", rules=rules)
        self.assertLess(time.monotonic() - begun, 0.9)


class PlainServer(Server):
    """Speaks first, and without encryption."""

    def _speak(self, connection):
        connection.sendall(page("plain"))


class SafeConnectionTests(SimpleTestCase):
    """https, with a certificate for localhost that nobody vouches for."""

    def setUp(self):
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(CERTIFICATE)

    def trusting(self):
        """Trust the certificate, as the system trusts those of the authorities."""
        context = ssl.create_default_context(cafile=CERTIFICATE)
        return mock.patch.object(connections, "tls", lambda: context)

    def test_a_certificate_that_nobody_vouches_for_is_not_trusted(self):
        with (
            Server(saying("secret"), tls=self.tls) as server,
            self.assertRaisesMessage(Unreachable, "certificate of localhost"),
        ):
            fetch(server.url(scheme="https", host="localhost"), rules=HERE)
        self.assertEqual(server.requests, [])

    def test_a_certificate_for_another_name_is_not_trusted(self):
        with (
            self.trusting(),
            resolving("127.0.0.1"),
            Server(saying("secret"), tls=self.tls) as server,
            self.assertRaisesMessage(Unreachable, "certificate"),
        ):
            fetch(server.url(scheme="https", host="example.org"), rules=HERE)
        self.assertEqual(server.requests, [])

    def test_the_certificate_is_checked_by_the_name_not_the_number(self):
        with (
            self.trusting(),
            resolving("127.0.0.1"),
            Server(saying("found"), tls=self.tls) as server,
        ):
            url = server.url(scheme="https", host="localhost")
            self.assertEqual(fetch(url, rules=HERE).body, b"found")
        self.assertIn(f"Host: localhost:{server.port}".encode(), server.requests[0])

    def test_a_server_without_encryption_is_not_asked(self):
        with (
            PlainServer(saying("plain")) as server,
            self.assertRaisesMessage(Unreachable, "safe connection"),
        ):
            fetch(server.url(scheme="https"), rules=HERE)

    def test_no_redirect_leads_from_https_to_http(self):
        with Server(saying("plain")) as plain, self.trusting():
            leading = moved(plain.url())
            with (
                Server(leading, tls=self.tls) as server,
                resolving("127.0.0.1"),
                self.assertRaisesMessage(Refused, "safe connection"),
            ):
                fetch(server.url(scheme="https", host="localhost"), rules=HERE)
        self.assertEqual(plain.requests, [])

    def test_a_slow_body_is_given_up_here_too(self):
        def drip(connection, request):
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            ends = time.monotonic() + 0.9
            while time.monotonic() < ends:
                connection.sendall(b"a")
                time.sleep(0.05)

        rules = HERE.within(0.5)
        with (
            self.trusting(),
            resolving("127.0.0.1"),
            Server(drip, tls=self.tls) as server,
            self.assertRaisesMessage(Unreachable, "longer than 1 second"),
        ):
            fetch(server.url(scheme="https", host="localhost"), rules=rules)
