"""Addresses of the public's pages, below the root."""

from django.urls import path

from huiying.portal.views import (
    answer,
    follow,
    home,
    offices,
    published,
    questions,
    rate,
    report,
    topics,
    track,
)

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("report/", report.report, name="report"),
    path("report/areas/", report.areas, name="areas"),
    path("report/units/", report.units, name="units"),
    path("track/", track.track, name="track"),
    path("track/leave/", track.leave, name="leave"),
    path("track/<str:number>/", track.one, name="request"),
    path("track/<str:number>/<slug:step>/", track.step, name="step"),
    path("report/earlier/", follow.earlier, name="earlier"),
    path("similar/", follow.similar, name="similar"),
    path("follow/<str:case_no>/", follow.follow, name="follow"),
    path("f/<str:token>", follow.unfollow, name="unfollow"),
    path("f/<str:token>/", follow.unfollow),
    path("topics/", topics.topics, name="topics"),
    path("topics/<int:pk>/", topics.topic, name="topic"),
    path("published/", published.published_list, name="published"),
    path("published/<int:key>/", published.published_one, name="published-case"),
    path("left-out/", questions.left_out, name="left-out"),
    path("questions/", questions.question_list, name="questions"),
    path("questions/<int:key>/", questions.question_one, name="question"),
    path("q/<str:token>", answer.answer, name="answer"),
    path("q/<str:token>/", answer.answer),
    path("r/<str:token>", rate.rate, name="rate"),
    path("r/<str:token>/", rate.rate),
    path("offices/", offices.office_list, name="offices"),
    path("offices/<int:key>/", offices.office_one, name="office"),
    path("done/", offices.done, name="done"),
    path("offline.js", home.offline, name="offline"),
    path("about/", home.about, name="about"),
    path("privacy/", home.privacy, name="privacy"),
    path("privacy/<str:version>/", home.privacy, name="privacy-version"),
    path("accessibility/", home.accessibility, name="accessibility"),
]
