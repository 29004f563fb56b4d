from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# The text stays in the row, where a walk over the newest rows reads it; the grams, three times as
# long and read through their index only, move out of it. A short list of pending entries keeps
# searching cheap while documents come in one by one.
POSTGRESQL = """
ALTER TABLE search_docs ADD COLUMN tsv tsvector NOT NULL;
ALTER TABLE search_docs ALTER COLUMN tsv SET STORAGE EXTERNAL;
ALTER TABLE search_docs ALTER COLUMN text SET STORAGE MAIN;
CREATE INDEX search_docs_tsv ON search_docs USING gin (tsv) WITH (gin_pending_list_limit = 256);
"""
SQLITE = """
CREATE VIRTUAL TABLE search_grams
USING fts5(grams, content='', detail=none, columnsize=0, tokenize='ascii')
"""


def add_grams(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL)


def drop_grams(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_grams")


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Doc",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("text", models.TextField()),
            ],
            options={"db_table": "search_docs"},
        ),
        migrations.RunPython(add_grams, drop_grams, elidable=False),
    ]
