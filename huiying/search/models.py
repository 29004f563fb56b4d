from django.db import models


class Doc(models.Model):
    """A normalised text that can be found; `id` holds kind and ref (`rules.first_id`).

    The grams stand beside it: on PostgreSQL in the column `tsv` with a GIN index, on SQLite in the
    contentless FTS5 table `search_grams`. Written by `actions` only, so that both stay together.
    """

    id = models.BigIntegerField(primary_key=True)
    text = models.TextField()

    class Meta:
        db_table = "search_docs"

    def __str__(self) -> str:
        return f"{self.id}: {self.text[:30]}"
