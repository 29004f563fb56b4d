"""Pages of the appraisal below /console/appraisal/, and the public scoreboard."""

from django.urls import include, path

from huiying.appraisal.views import (
    following,
    marking,
    objecting,
    public,
    rankings,
    results,
    schemes,
    watching,
)

app_name = "appraisal"
console = [
    path("", rankings.home, name="home"),
    path("rankings/new/", rankings.new, name="new-ranking"),
    path("rankings/<int:pk>/", rankings.one, name="ranking"),
    path("rankings/<int:pk>/table/", rankings.table, name="ranking-table"),
    path("rankings/<int:pk>/<slug:name>/", rankings.act, name="ranking-do"),
    path("places/<int:pk>/", results.place, name="place"),
    path("places/<int:pk>/object/", objecting.new_objection, name="object"),
    path("places/<int:pk>/follow/", following.new_consequence, name="follow"),
    path("places/<int:pk>/cases/<slug:column>/", results.cases, name="cases"),
    path("places/<int:pk>/cases/<slug:column>/fetch/", results.ask_cases, name="ask-cases"),
    path("objections/", objecting.objections, name="objections"),
    path("objections/<int:pk>/", objecting.decide, name="decide"),
    path("objections/<int:pk>/file/", objecting.evidence, name="evidence"),
    path("consequences/", following.consequences, name="consequences"),
    path("consequences/<int:pk>/", following.finish, name="finish"),
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/new/", schemes.new, name="new-scheme"),
    path("schemes/<int:pk>/", schemes.one, name="scheme"),
    path("schemes/<int:pk>/edit/", schemes.edit, name="edit"),
    path("schemes/<int:pk>/adopt/", schemes.adopt, name="adopt"),
    path("schemes/<int:pk>/try/", schemes.try_it, name="try"),
    path("schemes/<int:pk>/copy/", schemes.copy, name="copy"),
    path("schemes/<int:pk>/drop/", schemes.drop, name="drop"),
    path("trials/<int:pk>/", schemes.trial, name="trial"),
    path("findings/", watching.findings, name="findings"),
    path("findings/<int:pk>/", watching.finding, name="finding"),
    path("indicators/", watching.all_indicators, name="indicators"),
    path("indicators/new/", watching.indicator, name="new-indicator"),
    path("indicators/<slug:key>/", watching.indicator, name="indicator"),
    path("indicators/<slug:key>/retire/", watching.retire, name="retire-indicator"),
    path("marks/", marking.marks, name="marks"),
    path("marks/<int:pk>/file/", marking.mark_evidence, name="mark-evidence"),
    path("marks/<int:pk>/classes/", marking.classes, name="classes"),
    path("marks/<int:pk>/<int:unit>/", marking.mark, name="mark"),
]
urlpatterns = [
    path("console/appraisal/", include(console)),
    path("scoreboard/", public.scoreboard, name="scoreboard"),
    path("scoreboard/<int:pk>/", public.one, name="scoreboard-one"),
]
