"""Areas, units, calendar and roles, below /console/organisations/; and the public search of places."""

from django.urls import path

from huiying.organisations.views import areas, calendars, grants, groups, lists, pickers, units

app_name = "organisations"
CONSOLE = "console/organisations/"
urlpatterns = [
    path("areas/search", pickers.public_areas, name="public-areas"),
    path(CONSOLE, areas.areas, name="areas"),
    path(f"{CONSOLE}areas/new/", areas.new, name="new-top-area"),
    path(f"{CONSOLE}areas/<int:pk>/", areas.one, name="area"),
    path(f"{CONSOLE}areas/<int:pk>/new/", areas.new, name="new-area"),
    path(f"{CONSOLE}areas/<int:pk>/rename/", areas.rename, name="rename-area"),
    path(f"{CONSOLE}areas/<int:pk>/merge/", areas.merge, name="merge-area"),
    path(f"{CONSOLE}areas/<int:pk>/split/", areas.split, name="split-area"),
    path(f"{CONSOLE}areas/<int:pk>/close/", areas.close, name="close-area"),
    path(f"{CONSOLE}areas/<int:pk>/hours/", calendars.set_hours, name="set-hours"),
    path(f"{CONSOLE}areas/<int:pk>/day/", calendars.set_day, name="set-day"),
    path(f"{CONSOLE}areas/<int:pk>/groups/new/", groups.new, name="new-group"),
    path(f"{CONSOLE}groups/<int:pk>/rename/", groups.rename, name="rename-group"),
    path(f"{CONSOLE}groups/<int:pk>/close/", groups.end, name="end-group"),
    path(f"{CONSOLE}units/", units.units, name="units"),
    path(f"{CONSOLE}units/new/", units.new, name="new-unit"),
    path(f"{CONSOLE}units/<int:pk>/", units.one, name="unit"),
    path(f"{CONSOLE}units/<int:pk>/correct/", units.describe, name="describe-unit"),
    path(f"{CONSOLE}units/<int:pk>/rename/", units.rename, name="rename-unit"),
    path(f"{CONSOLE}units/<int:pk>/merge/", units.merge, name="merge-unit"),
    path(f"{CONSOLE}units/<int:pk>/split/", units.split, name="split-unit"),
    path(f"{CONSOLE}units/<int:pk>/close/", units.close, name="close-unit"),
    path(f"{CONSOLE}units/<int:pk>/appoint/", units.name_holder, name="appoint"),
    path(f"{CONSOLE}posts/<int:pk>/end/", units.end_post, name="end-post"),
    path(f"{CONSOLE}calendar/", calendars.year, name="calendar"),
    path(f"{CONSOLE}calendar/<int:number>/", calendars.year, name="calendar-year"),
    path(f"{CONSOLE}calendar/load/", calendars.load, name="load-year"),
    path(f"{CONSOLE}calendar/correct/", calendars.correct, name="correct-day"),
    path(f"{CONSOLE}hours/", calendars.hours, name="hours"),
    path(f"{CONSOLE}days/<int:pk>/take-back/", calendars.drop_day, name="drop-day"),
    path(f"{CONSOLE}roles/", grants.grants, name="grants"),
    path(f"{CONSOLE}roles/give/", grants.give, name="give-role"),
    path(f"{CONSOLE}roles/<int:pk>/take/", grants.take, name="take-role"),
    path(f"{CONSOLE}lists/<int:pk>/", lists.one, name="list"),
    path(f"{CONSOLE}lists/<int:pk>/failed/", lists.failed, name="list-failed"),
    path(f"{CONSOLE}lists/<int:pk>/passwords/", lists.passwords, name="list-passwords"),
    path(f"{CONSOLE}lists/<str:kind>/", lists.upload, name="upload-list"),
    path(f"{CONSOLE}pick/areas/", pickers.areas, name="pick-areas"),
    path(f"{CONSOLE}pick/units/", pickers.units, name="pick-units"),
    path(f"{CONSOLE}pick/people/", pickers.people, name="pick-people"),
]
