"""Addresses of organisations at work, of contracts in the register, and of the support desk."""

from django.urls import path

from zweiklang.offices.views import contracts, firms, office, people, places, support, teaching, training

app_name = "offices"
urlpatterns = [
    path("", office.index, name="index"),
    path("support/", support.desk, name="desk"),
    path("support/<uuid:session_id>/", support.session, name="support_session"),
    path("support/<uuid:session_id>/<slug:act>/", support.help_act, name="help_act"),
    path("support/schritt/<uuid:step_id>/<slug:act>/", support.decide, name="decide_step"),
    path("hilfe/", support.help_received, name="help_received"),
    path("hilfe/<uuid:step_id>/anhalten/", support.stop, name="stop_step"),
    path("vertrag/<uuid:room_id>/", contracts.contract, name="contract"),
    path("vertrag/<uuid:room_id>/bestaetigen/", contracts.confirm, name="contract_confirm"),
    path("vertrag/<uuid:room_id>/berichtigen/", contracts.correct, name="contract_correct"),
    path("vertrag/<uuid:room_id>/ende/", contracts.end, name="contract_end"),
    path("vertrag/<uuid:room_id>/betriebswechsel/", contracts.change, name="contract_change"),
    path("<uuid:room_id>/", office.home, name="home"),
    path("<uuid:room_id>/menschen/", people.people, name="people"),
    path("<uuid:room_id>/menschen/neu/", people.appoint_person, name="appoint"),
    path("<uuid:room_id>/menschen/<uuid:post_id>/", people.post, name="post"),
    path("<uuid:room_id>/abteilungen/", places.departments, name="departments"),
    path("<uuid:room_id>/abteilungen/<uuid:department_id>/", places.department, name="department"),
    path("<uuid:room_id>/ausbildungsstaetten/", places.sites, name="sites"),
    path("<uuid:room_id>/ausbildungsstaetten/neu/", places.new_site, name="new_site"),
    path("<uuid:room_id>/ausbildungsstaetten/<uuid:site_id>/", places.site, name="site"),
    path("<uuid:room_id>/zustaendigkeiten/", training.training, name="training"),
    path("<uuid:room_id>/zustaendigkeiten/vertretung/", training.deputise, name="training_deputy"),
    path("<uuid:room_id>/zustaendigkeiten/<uuid:contract_id>/", training.trainee, name="trainee"),
    path("<uuid:room_id>/zustaendigkeit/<uuid:assignment_id>/ende/", training.end, name="training_end"),
    path("<uuid:room_id>/uebergabe/", training.handover, name="handover"),
    path("<uuid:room_id>/uebergabe/<uuid:handover_id>/rueckgaengig/", training.undo, name="handover_undo"),
    path("<uuid:room_id>/unterricht/", teaching.teaching, name="teaching"),
    path("<uuid:room_id>/unterricht/<uuid:class_id>/", teaching.class_staff, name="class_staff"),
    path(
        "<uuid:room_id>/unterricht/vertretung/<uuid:teaching_id>/", teaching.substitution, name="substitution"
    ),
    path("<uuid:room_id>/unterricht/auftrag/<uuid:teaching_id>/ende/", teaching.end, name="teaching_end"),
    path("<uuid:room_id>/vertraege/", firms.register, name="register"),
    path("<uuid:room_id>/betriebe/", firms.firms, name="firms"),
    path("<uuid:room_id>/betriebe/gleiche/", firms.alike, name="firms_alike"),
    path("<uuid:room_id>/betriebe/<uuid:firm_id>/", firms.firm, name="firm"),
    path("<uuid:room_id>/betriebe/<uuid:firm_id>/ende/", firms.end_many, name="firm_end"),
    path("<uuid:room_id>/betriebe/<uuid:firm_id>/zusammenfuehren/", firms.merge, name="firm_merge"),
    path("<uuid:room_id>/betriebe/<uuid:firm_id>/ausbildungsstaetten/", firms.join_sites, name="firm_sites"),
    path("<uuid:room_id>/betriebe/<uuid:firm_id>/aufteilen/", firms.split, name="firm_split"),
    path("<uuid:room_id>/zusammenfuehrungen/<uuid:merge_id>/rueckgaengig/", firms.undo, name="merge_undo"),
]
