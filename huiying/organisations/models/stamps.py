"""Tokens that change whenever something kept in process memory has changed in the database."""

from django.db import models


class Stamp(models.Model):
    name = models.CharField(max_length=20, primary_key=True)
    token = models.CharField(max_length=32)

    class Meta:
        db_table = "org_stamps"

    def __str__(self) -> str:
        return self.name
