"""The bare Django view that every ratio is measured against.

Raw SQL through a psycopg pool, one header compared as authentication, no rules, no permissions, no
audit chain: what is left when a product does nothing but store and read.
"""

import json
import os
from collections.abc import Callable
from typing import Any

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from psycopg_pool import ConnectionPool

if not settings.configured:
    settings.configure(
        SECRET_KEY="bench",
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["*"],
        MIDDLEWARE=[],
        DATABASES={},
    )
    django.setup()

Answer = dict[str, Any]

POOL = ConnectionPool(
    os.environ["BARE_DATABASE_URL"],
    min_size=1,
    max_size=8,
    kwargs={"autocommit": True, "prepare_threshold": 1},
    open=False,
)


def bigram(words: str) -> str:
    return " ".join(words[i : i + 2] for i in range(len(words) - 1)) or words


def create(given: dict[str, Any]) -> Answer:
    with POOL.connection() as db, db.transaction():
        row = db.execute(
            "insert into case_(queue,title,body,phone,status) values(%s,%s,%s,%s,'open')"
            " returning id",
            (given["queue"], given["title"], given["body"], given["phone"]),
        ).fetchone()
        assert row
        db.execute("insert into event(case_id,kind,body) values(%s,'create','')", (row[0],))
        db.execute(
            "insert into task(case_id,queue,due) values(%s,%s,now()+interval '7 days')",
            (row[0], given["queue"]),
        )
    return {"id": row[0]}


def read(given: dict[str, Any]) -> Answer:
    number = int(given["id"])
    with POOL.connection() as db:
        case = db.execute(
            "select id,queue,title,body,phone,status,created::text from case_ where id=%s",
            (number,),
        ).fetchone()
        events = db.execute(
            "select kind,body,created::text from event where case_id=%s order by id", (number,)
        ).fetchall()
    return {"case": case, "events": events}


def newest(given: dict[str, Any]) -> Answer:
    with POOL.connection() as db:
        items = db.execute(
            "select id,title,status,created::text,queue from case_"
            " where queue=%s and status=%s order by id desc limit 50",
            (given["queue"], given["status"]),
        ).fetchall()
    return {"items": items}


def search(given: dict[str, Any]) -> Answer:
    with POOL.connection() as db:
        items = db.execute(
            "select id,title,status,created::text from case_"
            " where tsv @@ phraseto_tsquery('simple',%s) order by id desc limit 50",
            (bigram(given["q"]),),
        ).fetchall()
    return {"items": items}


def counts(given: dict[str, Any]) -> Answer:
    with POOL.connection() as db:
        items = db.execute("select queue,status,count(*) from case_ group by 1,2").fetchall()
    return {"items": items}


def change(given: dict[str, Any]) -> Answer:
    with POOL.connection() as db, db.transaction():
        db.execute("update case_ set status=%s where id=%s", (given["status"], given["id"]))
        db.execute(
            "insert into event(case_id,kind,body) values(%s,'status',%s)",
            (given["id"], given["comment"]),
        )
    return {"ok": 1}


def posted(
    answer: Callable[[dict[str, Any]], Answer],
) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        if request.headers.get("Authorization") != "Token bench":
            return HttpResponse(status=401)
        return JsonResponse(answer(json.loads(request.body)))

    return view


def asked(
    answer: Callable[[dict[str, Any]], Answer],
) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        if request.headers.get("Authorization") != "Token bench":
            return HttpResponse(status=401)
        return JsonResponse(answer(request.GET.dict()))

    return view


urlpatterns = [
    path("create", posted(create)),
    path("read", asked(read)),
    path("list", asked(newest)),
    path("search", asked(search)),
    path("counts", asked(counts)),
    path("status", posted(change)),
]
application = get_wsgi_application()
POOL.open()
