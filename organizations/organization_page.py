"""What the page of an organization says: what it makes, provides, uses, funds."""

SHOWN_USE_CASES = 12


def organization_page(organization):
    """Return the context of an organization's page."""
    use_cases = organization.use_cases.public().distinct()
    return {
        "section": "organization",
        "record": organization,
        "tools_by_role": tools_by_role(organization),
        "use_cases": list(use_cases.for_ledger()[:SHOWN_USE_CASES]),
        "used_tools": used_tools(organization),
        "collections": list(organization.collections.public().with_tool_count()),
        "children": list(organization.children.public()),
    }


def tools_by_role(organization):
    """Return [(role row of one tool, [rows])] by role, developers first; one query."""
    rows = organization.roles.filter(tool__status="published")
    order = list(rows.model.Role.values)
    found = {}
    for row in rows.select_related("tool__logo").order_by("tool__sort_name"):
        found.setdefault(row.role, []).append(row)
    return sorted(found.items(), key=lambda pair: order.index(pair[0]))


def used_tools(organization):
    """Return the tools of the use cases in which the organization took part."""
    tools = organization.roles.model._meta.get_field("tool").related_model
    return list(
        tools.objects.public()
        .filter(
            uses__use_case__participations__organization=organization,
            uses__use_case__status="published",
        )
        .distinct()
        .with_use_case_count()
        .select_related("logo")
    )
