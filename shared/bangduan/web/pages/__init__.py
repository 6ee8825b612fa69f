"""Pages of a service, declared: tables, records with their history, forms, and what finds them.

    PAGES = Pages("membership", templates="services.membership")
    PAGES.add(Resource("people", title="People", one="Person", key="person_id",
                       query=list_people, filters=PersonFilter, row=PersonView,
                       columns=("name", "village", "sex"), item=one_person, detail=PersonDetail,
                       named="name", aggregate=PERSON, create=RegisterPerson,
                       actions=(CorrectPerson, ErasePerson), picks=("person_id",)))
    service = Service(..., pages=PAGES)

Each resource has a table (search, filters, order, export), a record (facts, related lists, what
may be done, history, how it stood), a form for each command, and options for pickers. Who may use
what stands at the query and the command; what one may not use is not shown.
"""

from bangduan.web.pages.declared import Card, Leaf, Pages, Related, Resource, Way

__all__ = ["Card", "Leaf", "Pages", "Related", "Resource", "Way"]
