"""A mistyped name is told with the nearest one, or with those that there are."""

from bot.procedure.names import nearest, unknown


def test_the_nearest_name_is_the_one_meant() -> None:
    """A slip of a letter or two; nothing where nothing is close."""
    assert nearest("retension", ["support", "retention"]) == "retention"
    assert nearest("xyz", ["support", "retention"]) is None
    assert nearest("a", []) is None


def test_where_no_name_is_near_all_are_listed_up_to_a_dozen() -> None:
    """The list stays one that can be read."""
    assert (
        unknown("fait inconnu", "x", ["oui", "non"]) == "fait inconnu « x » ; au choix : oui, non"
    )
    dozen = [f"nom-{n}" for n in range(12)]
    assert unknown("fait inconnu", "x", dozen).endswith("nom-10, nom-11")
    assert unknown("fait inconnu", "x", [*dozen, "y-z"]).endswith("nom-10, nom-11, …")
    assert unknown("fait inconnu", "x", []) == "fait inconnu « x » ; il n’y en a pas encore"


def test_a_huge_name_is_cut() -> None:
    """Sixty characters are enough to recognise it."""
    assert unknown("fait inconnu", "y" * 61, []).startswith(f"fait inconnu « {'y' * 60}… »")
