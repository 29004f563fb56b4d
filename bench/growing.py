"""Many more cases on the product's side: what was seeded is spread over all units, then copied."""

import psycopg

UNITS = 5_380
BUSY = 7
"""The unit (in the order of ids, from 0) that has one case in fifty beside its share: a department whose
people have a full page of work at either size."""
COPIED = ("cases", "requests", "assignments", "clocks", "entries", "replies", "callbacks")
"""Tables of a case, each after those it points to. The audit record is copied apart."""
UNIQUE = {"cases": "case_no", "requests": "receipt_no", "callbacks": "token"}
KINDS = {"case": "cases", "request": "requests"}
CHILDREN = """
select a.attname, confrelid::regclass::text from pg_constraint
join pg_attribute a on a.attrelid = conrelid and a.attnum = conkey[1]
where contype = 'f' and conrelid = %s::regclass
"""
COLUMNS = """
select column_name from information_schema.columns
where table_schema = 'public' and table_name = %s order by ordinal_position
"""


def spread(url: str) -> None:
    """Make 5,380 units and give each of them its share of the cases."""
    with psycopg.connect(url) as db:
        db.execute(
            """insert into units (code, name, kind, area_id, valid_from, phone)
            select 'V' || n, '村民委员会' || n, 'VILLAGE_ORG',
                (select id from areas where level = 4 order by id offset n %% 4 limit 1),
                '2000-01-01', ''
            from generate_series((select count(*) from units) + 1, %s) as n""",
            [UNITS],
        )
        db.execute(
            "create temp table places as select id, row_number() over (order by id) - 1 n from units"
        )
        db.execute("create unique index on places (n)")
        # a permutation by a prime, so that the cases of a unit are of all ages
        number = f"case when cases.id % 50 = 1 then {BUSY} else (cases.id * 7919) % 5380 end"
        place = f"(select id from places where n = {number})"
        db.execute(
            f"update cases set lead_unit_id = {place}, first_receiver_id = {place} where lead_unit_id is not null"
        )
        db.execute(
            "update assignments a set unit_id = c.lead_unit_id from cases c where c.id = a.case_id and c.lead_unit_id is not null"
        )
        db.execute(
            "update clocks k set unit_id = a.unit_id from assignments a where a.id = k.assignment_id"
        )
        _count(db)
    _vacuum(url)


def grow(url: str, copies: int) -> None:
    """Copy every case so often, with its requests, clocks, record and words to be found."""
    with psycopg.connect(url) as db:
        db.execute("set session_replication_role = replica")
        step = {
            table: db.execute(f"select coalesce(max(id), 0) from {table}").fetchone()[0]  # type: ignore[index]
            for table in COPIED
        }
        for table in COPIED:
            _copy(db, table, step, copies)
        _copy_events(db, step, copies)
        _copy_docs(db, step, copies)
        for table in (*COPIED, "events"):
            db.execute(
                f"select setval(pg_get_serial_sequence('{table}', 'id'), (select max(id) from {table}))"
            )
        _count(db)
    _vacuum(url)


def _copy(db: psycopg.Connection, table: str, step: dict[str, int], copies: int) -> None:
    pointed: dict[str, str] = dict(db.execute(CHILDREN, [table]).fetchall())
    values = {}
    for (name,) in db.execute(COLUMNS, [table]).fetchall():
        target = table if name == "id" else pointed.get(name)
        values[name] = f"t.{name}"
        if target in step:
            values[name] = f"t.{name} + n * {step[target]}"
        elif name == UNIQUE.get(table):
            values[name] = f"left(t.{name}, 18) || '~' || n"
    db.execute(
        f"insert into {table} ({', '.join(values)}) select {', '.join(values.values())}"
        f" from generate_series(1, {copies}) n, {table} t order by 1"
    )


def _copy_events(db: psycopg.Connection, step: dict[str, int], copies: int) -> None:
    for kind, table in KINDS.items():
        db.execute(
            f"""insert into events (at, kind, subject, seq, actor, reason, data, prev_hash, hash)
            select at, kind, '{kind}:' || split_part(subject, ':', 2)::bigint + n * {step[table]},
                seq, actor, reason, data, prev_hash, hash
            from generate_series(1, {copies}) n, events where subject like '{kind}:%'"""
        )


def _copy_docs(db: psycopg.Connection, step: dict[str, int], copies: int) -> None:
    """Without its index, which is made anew: quicker than growing it."""
    found = db.execute(
        "select indexname, indexdef from pg_indexes where tablename = 'search_docs' and indexdef like '%gin%'"
    ).fetchall()
    for name, _ in found:
        db.execute(f'drop index "{name}"')
    for kind, number in (("cases", 1), ("requests", 6)):
        base = number << 48
        db.execute(
            f"""insert into search_docs (id, text, tsv) select id + n * {step[kind]}, text, tsv
            from generate_series(1, {copies}) n, search_docs
            where id >= {base} and id < {(number + 1) << 48}"""
        )
    db.execute("set maintenance_work_mem = '1GB'")
    for _, definition in found:
        db.execute(definition)


def _count(db: psycopg.Connection) -> None:
    db.execute("delete from count_changes")
    db.execute("delete from case_counts")
    db.execute(
        """insert into case_counts (county, unit_id, state, n)
        select left(area_code, 6), coalesce(lead_unit_id, 0), state, count(*) from cases group by 1, 2, 3"""
    )


def _vacuum(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("vacuum analyze")
