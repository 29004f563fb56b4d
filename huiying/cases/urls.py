"""Staff's pages about cases and requests, below /console/cases/."""

from django.urls import path

from huiying.cases.views import (
    cases,
    deadlines,
    dispatching,
    evidence,
    imports,
    knowledge,
    lists,
    recording,
    requests,
    steps,
    wordings,
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
    path("knowledge/", knowledge.entries, name="knowledge"),
    path("knowledge/new/", knowledge.new, name="knowledge-new"),
    path("knowledge/<int:pk>/", knowledge.one, name="knowledge-one"),
    path("knowledge/<int:pk>/change/", knowledge.change, name="knowledge-change"),
    path("knowledge/<int:pk>/check/", knowledge.check, name="knowledge-check"),
    path("knowledge/<int:pk>/renew/", knowledge.renew, name="knowledge-renew"),
    path("knowledge/<int:pk>/end/", knowledge.end, name="knowledge-end"),
    path("requests/", lists.requests, name="requests"),
    path("requests/new/", recording.record, name="record"),
    path("requests/<str:receipt_no>/", requests.one, name="request"),
    path("requests/<str:receipt_no>/number/", requests.reveal, name="reveal"),
    path("requests/<str:receipt_no>/files/<uuid:pk>/", evidence.request_file, name="request-file"),
    path("requests/<str:receipt_no>/<str:name>/", requests.step, name="request-step"),
    path("templates/", wordings.templates, name="templates"),
    path("templates/new/", wordings.new, name="template-new"),
    path("templates/<int:pk>/", wordings.one, name="template"),
    path("templates/<int:pk>/put-away/", wordings.put_away, name="template-put-away"),
    path("<str:case_no>/", cases.case, name="case"),
    path("<str:case_no>/files/<uuid:pk>/", evidence.evidence, name="evidence"),
    path("<str:case_no>/<str:name>/", steps.case_step, name="step"),
]
