"""Choosing requests, sending them, and judging the answers."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase

from mandate.apps.reporting.models import Report
from tests.fuzz.addresses import Address, addresses, words_asked
from tests.fuzz.organisation import Visitor
from tests.fuzz.pages import Field, PageForm, forms_of
from tests.fuzz.values import BODIES, LANGUAGES, json_texts, odd, odd_json
from tests.fuzz.watch import MOST_QUERIES, Watch
from tests.support.asking import asked_anew

METHODS = ("HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE")
CHARSETS = (
    "utf-16",
    "utf-7",
    "latin-1",
    "idna",
    "zlib",
    "x" * 300,
    "utf-8; charset=cp037",
    "undefined",
)
#: What a field holds where nothing odd is typed and the page gave nothing, by its name.
LIKELY = {
    "email": "somebody{}@example.org", "code": "code{}", "unit": "A1", "parent": "B",
    "starts": "2024-05-01",
    "ends": "2025-01-01", "structure_date": "2023-12-31", "as_of": "2023-06-30", "period": "2022",
    "expression": "cultural <= families", "formula": "100 * cultural / families", "due_days": "10",
    "reason": "It is wrong.", "password": "a long password for tests", "login": "f1@example.org",
    "goal": "12",
    "pasted": "unit,indicator,period,value\nA1,families,2021,{}\n",
}  # fmt: skip
#: Where the address of a field is odd, this says of which sort.
SORTS = {
    "period": "period", "in": "period", "starts": "day", "ends": "day", "since": "day", "until": "day",
    "structure_date": "day", "as_of": "day", "known": "moment", "page": "number", "before": "number",
    "form": "number", "goal": "number", "due_days": "number", "decimals": "number", "seen": "number",
}  # fmt: skip


@dataclass
class Trouble:
    """What was sent, by whom, and what was wrong with the answer."""

    number: int
    who: str
    what: str
    why: str

    def __str__(self) -> str:
        return f"--- request {self.number}, {self.who}: {self.what}\n{self.why}\n"


@dataclass(frozen=True)
class Sent:
    """A request as words, and the way to send it."""

    words: str
    send: Callable[[], HttpResponseBase]


class Fuzzer:
    """Sends requests from a seed: the same seed sends the same requests to the same organisation."""

    def __init__(self, seed: int, people: list[Visitor], watch: Watch, slow: float = 0) -> None:
        self.random = Random(seed)
        self.people = people
        self.watch = watch
        self.slow = slow
        self.addresses = addresses()
        self.words = words_asked()
        self.statuses: dict[int, int] = {}
        self.opened: dict[tuple[str, str], list[PageForm]] = {}
        self.only_read: set[str] = set()
        self.only_written: set[str] = set()

    def run(self, count: int, tell: Callable[[Trouble], None]) -> int:
        """Send so many requests, tell each trouble, give their number."""
        troubles = 0
        for number in range(count):
            if number % 500 == 0:
                self.opened.clear()
            if number % 150 == 0:
                for visitor in self.people:
                    visitor.come_back()
            # Each address in turn, so that all are met, by everybody; what is sent is drawn.
            address = self.addresses[number % len(self.addresses)]
            visitor = self.random.choices(self.people, [4 if one.may_much else 1 for one in self.people])[0]
            for trouble in self._one(number, visitor, address):
                troubles += 1
                tell(trouble)
        return troubles

    def _one(self, number: int, visitor: Visitor, address: Address) -> list[Trouble]:
        try:
            sent = self._choose(number, visitor, address)
        except Exception as error:  # the page that holds the form could not be read
            return [Trouble(number, visitor.name, address.name, f"while asking for the form: {error!r}")]
        begun = time.monotonic()
        with asked_anew() as queries:
            try:
                response: HttpResponseBase | None = sent.send()
            except Exception as error:
                response, raised = None, repr(error)
        took = time.monotonic() - begun
        found = self.watch.taken()
        if response is None:
            found.append(f"nothing was answered: {raised}")
        else:
            self.statuses[response.status_code] = self.statuses.get(response.status_code, 0) + 1
            if response.status_code == 405 and sent.words.startswith(("GET", "POST")):
                known = self.only_written if sent.words.startswith("GET") else self.only_read
                known.add(address.name)
            if response.status_code >= 500:
                found.append(f"status {response.status_code}")
            elif response.status_code >= 400 and not _calm(sent, response):
                found.append(f"status {response.status_code} without a word")
            response.close()
        if len(queries) > MOST_QUERIES:
            found.append(f"{len(queries)} queries")
        if self.slow and took > self.slow:
            found.append(f"{took:.1f} s")
        return [Trouble(number, visitor.name, sent.words, why) for why in found]

    def _choose(self, number: int, visitor: Visitor, address: Address) -> Sent:
        ways = (
            self._asked,
            self._form,
            self._form,
            self._posted,
            self._method,
            self._headers,
            self._body,
            self._json,
        )
        way = self.random.choices(ways, (24, 22, 20, 11, 4, 6, 5, 8))[0]
        if way in (self._posted, self._body) and address.name in self.only_read:
            way = self._form
        if way in (self._asked, self._form) and address.name in self.only_written:
            way = self._posted
        return way(number, visitor, address)

    # --- the ways

    def _asked(self, number: int, visitor: Visitor, address: Address) -> Sent:
        path = address.fill(self.random, 0.25) + self._query()
        return Sent(f"GET {path[:300]}", lambda: visitor.client.get(path))

    def _method(self, number: int, visitor: Visitor, address: Address) -> Sent:
        path, method = address.fill(self.random, 0.1) + self._query(), self.random.choice(METHODS)
        return Sent(f"{method} {path[:300]}", lambda: visitor.client.generic(method, path))

    def _headers(self, number: int, visitor: Visitor, address: Address) -> Sent:
        path = address.fill(self.random, 0.1)
        cookie = (
            odd(self.random).encode("latin-1", "replace").decode("latin-1").replace("\n", "").replace(";", "")
        )
        headers = self.random.choice(
            (
                {"Accept-Language": self.random.choice(LANGUAGES)},
                {"Cookie": f"theme={cookie}; django_language={cookie}; messages={cookie}"},
                {"Last-Event-ID": odd(self.random, "number")},
                {"HX-Request": "true", "HX-Current-URL": odd(self.random), "HX-Target": odd(self.random)},
                {"Host": "localhost:" + odd(self.random, "number")},
                {"Referer": odd(self.random)},
                {"Accept": "application/json"},
                {
                    "X-Forwarded-For": odd(self.random, "number"),
                    "Range": "bytes=9-1",
                    "If-Modified-Since": "never",
                },
            )
        )
        asked = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
        kept = visitor.client.cookies.output(header="", sep=";")
        if "Cookie" in headers:
            asked["HTTP_COOKIE"] = f"{kept}; {headers['Cookie']}"
        words = {name: value[:80] for name, value in headers.items()}
        return Sent(f"GET {path} {words}", lambda: visitor.client.generic("GET", path, **asked))

    def _posted(self, number: int, visitor: Visitor, address: Address) -> Sent:
        path = address.fill(self.random, 0.1)
        names = self.random.sample(self.words, self.random.randint(1, 6))
        pairs = [(name, self._odd(name)) for name in names for _ in range(self.random.choice((1, 1, 1, 3)))]
        return self._post(visitor, path, pairs)

    def _body(self, number: int, visitor: Visitor, address: Address) -> Sent:
        path = address.fill(self.random, 0.1)
        kind = self.random.choice(
            (
                f"application/x-www-form-urlencoded; charset={self.random.choice(CHARSETS)}",
                f"multipart/form-data; boundary=b; charset={self.random.choice(CHARSETS)}",
                "multipart/form-data", "multipart/form-data; boundary=" + "b" * 300, "text/plain", "",
                "a/b/c;;=",
            )
        )  # fmt: skip
        body = self.random.choice(BODIES)
        words = f"POST {path} {kind[:80]!r} {body[:80]!r}"
        return Sent(words, lambda: visitor.client.generic("POST", path, body, content_type=kind))

    def _json(self, number: int, visitor: Visitor, address: Address) -> Sent:
        report = Report.objects.order_by("pk")[self.random.randrange(Report.objects.count())]
        path = f"/reports/{report.pk}/save/"
        change: dict[str, Any] = {
            "indicator": self.random.randint(1, 4),
            "seen": None,
            "text": "1",
            "note": "",
        }
        for _ in range(self.random.randint(0, 2)):
            name = self.random.choice(("indicator", "seen", "text", "note", "seen"))
            change[name] = odd_json(self.random)
            if name == "seen":
                change[name] = {
                    "answer": odd_json(self.random),
                    "value": odd(self.random, "number"),
                    "note": "\ud800",
                }
        good: dict[str, Any] = {"language": "en", "changes": [change] * self.random.choice((1, 1, 2, 500))}
        if self.random.random() < 0.2:
            good[self.random.choice(("language", "changes", "dry"))] = odd_json(self.random)
        body = json.dumps(good)
        if self.random.random() < 0.4:
            body = json_texts(self.random, body)
        data = body.encode("utf-8", "surrogatepass")
        return Sent(
            f"POST {path} {body[:300]!r}",
            lambda: visitor.client.generic("POST", path, data, content_type="application/json"),
        )

    def _form(self, number: int, visitor: Visitor, address: Address) -> Sent:
        """A form of the page as it would be sent, with one or two fields that hold something odd."""
        for _ in range(4):
            path = address.fill(self.random, 0)
            found = self._forms_at(visitor, path)
            if found:
                break
            address = self.random.choice(self.addresses)
        else:
            return self._asked(number, visitor, address)
        form = self.random.choice(found)
        target = (form.action or path).partition("#")[0]
        pairs = self._filled(number, form)
        if form.method == "get":
            target = f"{target.partition('?')[0]}?{urlencode(pairs)}"
            return Sent(f"GET {target[:300]}", lambda: visitor.client.get(target))
        return self._post(visitor, target, pairs, self._files(form, number))

    def _forms_at(self, visitor: Visitor, path: str) -> list[PageForm]:
        """The forms of a page but those of its frame (language, look, signing out); kept for a while, as by
        somebody who has opened the page before others changed something."""
        key = (visitor.name, path)
        if key not in self.opened:
            self.opened[key] = self._read_forms(visitor, path)
        return self.opened[key]

    def _read_forms(self, visitor: Visitor, path: str) -> list[PageForm]:
        page = visitor.client.get(path)
        if page.streaming or page.status_code >= 300 or "html" not in page.get("Content-Type", ""):
            return []
        forms = [one for one in forms_of(page.content.decode()) if one.fields]
        return [one for one in forms if not one.action.startswith(("/language", "/look", "/account/logout"))]

    def _filled(self, number: int, form: PageForm) -> list[tuple[str, str]]:
        buttons = [(one.name, one.value) for one in form.fields if one.kind == "submit"]
        fields = [one for one in form.fields if one.kind not in ("file", "submit")]
        strange = self.random.sample(fields, min(len(fields), self.random.choice((0, 1, 1, 1, 2))))
        pairs = []
        for one in fields:
            if one in strange:
                times = self.random.choice((1, 1, 1, 1, 2, 40))
                pairs += [(one.name, self._odd(one.name)) for _ in range(times)]
            else:
                pairs.append((one.name, self._likely(one, number)))
        if buttons and self.random.random() < 0.6:
            pairs.append(self.random.choice(buttons))
        return pairs

    def _likely(self, one: Field, number: int) -> str:
        if one.value or one.kind == "hidden":
            return one.value
        if one.options:
            return self.random.choice(one.options)
        name = one.name.rpartition("-")[2]
        if name.startswith(("names_", "plurals_", "sentences_")):
            return f"Name {number}"
        return LIKELY.get(name, self.random.choice(("1", "12", ""))).format(number)

    def _files(self, form: PageForm, number: int) -> dict[str, SimpleUploadedFile]:
        if self.random.random() < 0.3:
            return {}
        rows = ["unit,indicator,period,value", f"A1,families,2021,{number}"]
        if self.random.random() < 0.8:
            cells = ["A1", "families", "2021", "1"]
            cells[self.random.randrange(4)] = odd(self.random)
            rows.append(",".join(f'"{cell}"' for cell in cells))
        data = "\n".join(rows).encode("utf-8", "surrogatepass")
        return {
            one.name: SimpleUploadedFile(
                self.random.choice(("a.csv", "a\x0bb\u202e.csv", "x" * 300 + ".xlsx")), data
            )
            for one in form.fields
            if one.kind == "file"
        }

    def _post(
        self, visitor: Visitor, path: str, pairs: list[tuple[str, str]], files: dict[str, Any] | None = None
    ) -> Sent:
        words = f"POST {path[:200]} {[(name, value[:60]) for name, value in pairs][:12]}"
        if files:
            data: dict[str, Any] = {}
            for name, value in pairs:
                data.setdefault(name, []).append(value)
            return Sent(words, lambda: visitor.client.post(path, {**data, **files}))
        body = urlencode(pairs, errors="surrogatepass")
        kind = "application/x-www-form-urlencoded"
        return Sent(words, lambda: visitor.client.post(path, body, content_type=kind))

    # --- parts of a request

    def _query(self) -> str:
        if self.random.random() < 0.15:
            return self.random.choice(
                ("", "?", "?&&&=", "?period=%ff%fe", "?q=%00", "?q=%ed%a0%80", "?" + "q=a&" * 900)
            )
        names = self.random.sample(self.words, self.random.randint(1, 4))
        if self.random.random() < 0.3:
            names.append("period")
        pairs = [(name, self._odd(name)) for name in names for _ in range(self.random.choice((1, 1, 1, 2)))]
        return "?" + urlencode(pairs, errors="surrogatepass")[:200_000]

    def _odd(self, name: str) -> str:
        last = name.rpartition("-")[2]
        return odd(self.random, SORTS.get(last, "text"))


def _calm(sent: Sent, response: HttpResponseBase) -> bool:
    """A refusal says something to the person; HEAD has no body, and 401 is for scripts."""
    wordless = sent.words.startswith("HEAD") or response.status_code == 401 or response.streaming
    return wordless or bool(getattr(response, "content", b""))
