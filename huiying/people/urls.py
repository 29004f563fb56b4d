"""Accounts: one's own below /account/, everybody's below /console/people/."""

from django.urls import path

from huiying.people.views import account, people, sign_in

app_name = "people"
urlpatterns = [
    path("account/", account.account, name="account"),
    path("account/sign-in/", sign_in.SignIn.as_view(), name="sign-in"),
    path("account/verify/", sign_in.verify, name="verify"),
    path("account/kept/", sign_in.kept, name="kept"),
    path("account/sign-out/", sign_in.SignOut.as_view(), name="sign-out"),
    path("account/password/", account.password, name="password"),
    path("account/second-factor/", account.second_factor, name="second-factor"),
    path("account/messages/", account.told_by, name="told-by"),
    path("account/tokens/new/", account.new_token, name="new-token"),
    path("account/tokens/<int:token_id>/revoke/", account.revoke, name="revoke-token"),
    path("account/alive/", account.alive, name="alive"),
    path("console/people/", people.people, name="people"),
    path("console/people/new/", people.open_new, name="open"),
    path("console/people/<int:person_id>/", people.one, name="one"),
    path("console/people/<int:person_id>/step/", people.step, name="step"),
    path(
        "console/people/<int:person_id>/tokens/<int:token_id>/revoke/",
        people.revoke,
        name="revoke-theirs",
    ),
]
