"""The staff's cross-slice pages, below /console/."""

from django.urls import path

from huiying.console.views import boards, home, messages, operations, search, suggestions

app_name = "console"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("search/contact/", search.by_contact, name="by-contact"),
    path("inbox/", messages.inbox, name="inbox"),
    path("inbox/read/", messages.read_all, name="read-all"),
    path("about/<str:subject>/", messages.about, name="about"),
    path("sandbox/", messages.sandbox, name="sandbox"),
    path("insight/", suggestions.suggestions, name="insight"),
    path("jobs/", operations.jobs, name="jobs"),
    path("jobs/<int:pk>/result/", operations.result, name="job-result"),
    path("supervisor/", boards.supervisor, name="supervisor"),
    path("auditor/", boards.auditor, name="auditor"),
    path("recusals/", boards.recusals, name="recusals"),
    path("audit/", operations.audit, name="audit"),
]
