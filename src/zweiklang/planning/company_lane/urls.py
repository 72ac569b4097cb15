"""Addresses of the company lane, below /planung/."""

from django.urls import path

from zweiklang.planning.company_lane.views import entry, firm, plan

PLAN = "ausbildung/<uuid:room_id>/plan/"
FIRM = "betrieb/<uuid:room_id>/"
urlpatterns = [
    path(PLAN, plan.plan, name="plan"),
    path(f"{PLAN}anlegen/", plan.plan_start, name="plan_start"),
    path(f"{PLAN}rueckgaengig/", plan.plan_undo, name="plan_undo"),
    path(f"{PLAN}wahl/", plan.plan_choice, name="plan_choice"),
    path(f"{PLAN}urlaub/", plan.plan_leave, name="plan_leave"),
    path(f"{PLAN}vorlage/", plan.plan_template, name="plan_template"),
    path(f"{PLAN}neu/", entry.plan_new_entry, name="plan_new_entry"),
    path(f"{PLAN}<uuid:entry_id>/", entry.plan_entry, name="plan_entry"),
    path(f"{PLAN}<uuid:entry_id>/verschieben/", entry.plan_move, name="plan_move"),
    path("betrieb/", firm.firm, name="firm"),
    path(FIRM, firm.departments, name="departments"),
    path(f"{FIRM}abteilung/<uuid:department_id>/", firm.department, name="department"),
    path(f"{FIRM}versetzungsplan/", firm.rotation, name="rotation"),
    path(f"{FIRM}versetzungsplan.csv", firm.rotation_csv, name="rotation_csv"),
    path(f"{FIRM}vorlagen/", firm.templates, name="templates"),
]
