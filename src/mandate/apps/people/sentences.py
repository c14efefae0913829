"""What is wrong with a deed on a membership, in words."""

from django.utils.translation import gettext_lazy as _

from mandate.platform.i18n.problems import Sentences

SENTENCES: Sentences = {
    "member_already": _("This person has been a member since %(day)s."),
    "member_later": _("This person was a member from %(day)s on; a new membership can only begin after it."),
    "no_member": _("This person is not a member on %(day)s."),
    "ended": _("This membership ended on %(day)s."),
    "died": _("This person died on %(day)s."),
    "too_early": _("The day must lie after %(day)s, the beginning of the membership as it is now."),
    "before_birth": _("That is before the person was born."),
    "not_first": _("Nobody begins as “%(kind)s”."),
    "no_step": _("No step leads from “%(kind)s” to “%(other)s”."),
    "same_unit": _("The person belongs to this unit already."),
    "nothing": _("There is nothing to take back."),
    "twice": _("By both records this person was a member on %(day)s. Say which memberships are right."),
}

ADMISSION_SENTENCES: Sentences = {
    "over": _("This application is decided already, or withdrawn."),
    "too_early": _("That is before the step before, of %(day)s."),
    "own": _("Nobody takes a step in their own admission."),
    "not_own": _("Nobody recommends themselves."),
    "twice": _("This member has recommended the applicant already."),
    "enough": _("Two members have recommended the applicant already."),
    "not_full": _("On %(day)s this is no full member of the unit."),
    "too_few": _("Two members must recommend the applicant first."),
    "proposed_already": _("The application lies with the level above already."),
    "not_proposed": _("The unit must propose the applicant first."),
    "four_eyes": _("Whoever recommended or proposed the applicant does not decide."),
    "starts_early": _("Nobody is a member before the decision of %(day)s."),
    "same_unit": _("The application is with this unit already."),
    "first": _("The application itself is not taken back; it can be withdrawn."),
}

TABLE_SENTENCES: Sentences = {
    **{f"membership_{code}": words for code, words in SENTENCES.items()},
    "member_no_source": _("“%(text)s” is no source; there are %(sources)s."),
    "member_source_later": _("A source belongs to the row in which somebody is admitted."),
    "member_too_long": _("This is longer than %(most)s characters."),
    "member_no_name": _("There is no name."),
    "member_no_unit": _("There is no unit %(unit)s."),
    "member_no_kind": _("“%(kind)s” is no kind of member; there are %(kinds)s."),
    "member_no_way": _("“%(text)s” is no way in which a membership ends; write one of %(ways)s."),
    "member_no_person": _("There is nobody with the number %(text)s; leave this empty for somebody new."),
    "member_day": _("“%(text)s” is not a day; write 2024-12-31."),
    "member_backwards": _("A membership ends after the day on which it begins."),
    "member_twice": _("Row %(row)s has the same person from the same day."),
    "member_overlaps": _("The membership in row %(row)s is not over by then."),
    "member_differs": _("From %(day)s this person is known as a member of another unit or kind."),
    "member_both": _("Unit and kind change on one day; write a row for each, a day apart."),
    "member_no_day": _("How the membership ended is said, but not when."),
    "member_how": _("How does this membership end? Say it in the column “ended”, or go on in another row."),
    "member_ended_otherwise": _("This membership is known to end on %(day)s, or in another way."),
    "member_rows_differ": _("Row %(row)s has the same person under another name, number or day of birth."),
    "member_number_taken": _("Somebody else has this member number."),
    "member_ambiguous": _("There are several people called %(name)s; say in “person” who is meant."),
    "member_unit_closed": _("The unit is not open on that day."),
    "member_other_name": _("Whoever has this number is called %(name)s."),
    "member_other_birth": _("Whoever has this number was born on another day."),
    "member_applied": _("This person has applied already, and it is not decided yet."),
    "member_unborn": _("This day is still to come."),
}
