"""The problems of a file of boundaries, in words of the reader's language."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, Promise] = {
    "boundary_unit": _("There is no unit with the code %(code)s."),
    "boundary_no_code": _("No code of a unit stands here."),
    "boundary_no_match": _(
        "No property of the features holds codes of units (there are: %(names)s). "
        "Give them a property “unit”."
    ),
    "boundary_twice": _("A boundary of this unit stands in row %(first)s already; join the two."),
    "boundary_missing": _("The unit %(code)s has no boundary here."),
    "boundary_no_json": _("This is no GeoJSON geometry."),
    "boundary_no_geometry": _("The geometry is incomplete: a list of rings or points is missing."),
    "boundary_kind": _("A boundary is a Polygon or a MultiPolygon, not %(kind)s."),
    "boundary_no_number": _("%(text)s is not a coordinate."),
    "boundary_outside": _(
        "%(longitude)s, %(latitude)s are no degrees of longitude and latitude; "
        "save the file in WGS 84 (EPSG:4326)."
    ),
    "boundary_open_ring": _("A ring must have at least four points, and end where it begins."),
    "boundary_flat_ring": _("A ring encloses nothing."),
    "boundary_crossed_ring": _(
        "A ring crosses itself near %(longitude)s, %(latitude)s; repair the geometry first."
    ),
    "boundary_antimeridian": _("The boundary crosses the 180th meridian; such a map cannot be drawn yet."),
    "boundary_too_many_points": _("The boundary has more than %(limit)s points; simplify it first."),
    "boundary_too_many_rings": _("The boundary has more than %(limit)s rings; simplify it first."),
    "boundary_file_points": _("The file has more than %(limit)s points; simplify it first."),
}
