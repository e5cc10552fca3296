"""The rules for questions and answers: each says when it came, when it was answered, and what."""

from collections.abc import Iterator, Mapping

from pregonero.content.model.bulletin import Bulletin, Document, Question
from pregonero.content.source import SourceDocument
from pregonero.diagnostics import InvalidValue, Problem
from pregonero.i18n import N_


def asked(entry: SourceDocument, question: Question) -> Iterator[Problem]:
    """Everything wrong with a question by itself. What nobody can read yet is a warning."""
    draft = question.status == "draft"
    if question.state == "received":
        if question.answered:
            yield entry.problem(
                InvalidValue(
                    N_("dice cuándo se respondió y su trámite es «recibida»"),
                    N_("Escriba state: answered, o declined si no procede; o borre answered."),
                ),
                "state",
                warning=draft,
            )
        return
    if not question.answered:
        yield entry.problem(
            InvalidValue(
                N_("falta; la pregunta dice que se respondió"),
                N_("Añada answered con la fecha de la respuesta, o escriba state: received."),
            ),
            "answered",
            warning=draft,
        )
    elif question.answered < question.asked:
        yield entry.problem(
            InvalidValue(N_("se respondió antes de preguntarse"), N_("Revise asked y answered.")),
            "answered",
        )
    if not question.text:
        yield entry.problem(
            InvalidValue(
                N_("la pregunta no tiene respuesta")
                if question.state == "answered"
                else N_("no dice por qué no se responde"),
                N_("Escríbala debajo del segundo ---."),
            ),
            "state",
            warning=draft,
        )


def about(
    entry: SourceDocument, question: Question, by_id: Mapping[object, Document]
) -> Iterator[Problem]:
    """A question about a bulletin that is not there, or is a draft that cannot be read today."""
    if question.about and not isinstance(by_id.get(question.about), Bulletin):
        yield entry.problem(
            InvalidValue(
                N_("no existe el boletín sobre el que se pregunta"),
                N_("Copie el id del boletín, o borre la línea."),
            ),
            "about",
            warning=True,
        )
