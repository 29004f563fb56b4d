"""Staff's pages about cases and requests, below /console/cases/."""

from django.urls import path

from huiying.cases.views import (
    cases,
    deadlines,
    dispatching,
    evidence,
    imports,
    lists,
    recording,
    requests,
    steps,
)

app_name = "cases"
urlpatterns = [
    path("", lists.cases, name="cases"),
    path("dispatch/", dispatching.board, name="board"),
    path("callbacks/", lists.callbacks, name="callbacks"),
    path("callbacks/<int:pk>/<str:name>/", steps.callback_step, name="callback-step"),
    path("deadlines/", deadlines.matrix, name="matrix"),
    path("deadlines/new/", deadlines.new_matrix, name="new-matrix"),
    path("import/", imports.lists, name="import"),
    path("import/<int:pk>/", imports.one, name="import-one"),
    path("import/<int:pk>/failed/", imports.failed, name="import-failed"),
    path("requests/", lists.requests, name="requests"),
    path("requests/new/", recording.record, name="record"),
    path("requests/<str:receipt_no>/", requests.one, name="request"),
    path("requests/<str:receipt_no>/number/", requests.reveal, name="reveal"),
    path("requests/<str:receipt_no>/files/<uuid:pk>/", evidence.request_file, name="request-file"),
    path("requests/<str:receipt_no>/<str:name>/", requests.step, name="request-step"),
    path("<str:case_no>/", cases.case, name="case"),
    path("<str:case_no>/files/<uuid:pk>/", evidence.evidence, name="evidence"),
    path("<str:case_no>/<str:name>/", steps.case_step, name="step"),
]
