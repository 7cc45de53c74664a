"""The queue has no pages in the back office: they would let who may open them run any
function of the program, and the jobs have pages of their own."""

from django.contrib import admin
from django_q import models

for page in (models.Schedule, models.Success, models.Failure, models.OrmQ):
    if admin.site.is_registered(page):
        admin.site.unregister(page)
