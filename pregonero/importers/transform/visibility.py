"""Who could read a text on its old site: what any generator's keys, folders and marks say of it.

A text is public here only if everything that speaks of its readers says so. A key that is not known
and looks like one of those, or whose value cannot be understood, leaves the text for a person.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Any, Literal

from pregonero import moments
from pregonero.diagnostics import InvalidValue, Problem
from pregonero.i18n import N_
from pregonero.importers.source_item import FILE, TEXT, HeaderPair, normal, undecided
from pregonero.importers.transform import dates
from pregonero.slug import slugify

#: What a key says: `hides` and `shows` are flags, `level` is a word, `secret` a password, `starts`
#: and `ends` are moments, `weak` keeps a text from lists only when it says no, `states` only when
#: it says yes, `robots` is for search engines, `unknown` only looks like one of them. `opens` and
#: `closes` are moments only where they are dates (a programme has a `release` too); `begun` and
#: `over` are an event's as well, so of a text about none they are doubtful. `readers` names who may
#: read it, `audience` who it is written for, `outputs` the formats of a page; `moved` leads away.
Kind = Literal[
    "hides", "shows", "level", "secret", "starts", "ends", "opens", "closes", "begun", "over",
    "weak", "states", "robots", "build", "readers", "audience", "outputs", "moved", "unknown", "",
]  # fmt: skip


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_YES = {"true", "yes", "y", "si", "1", "on", "verdadero"}
_NO = {"false", "no", "n", "0", "off", "falso", "never", "nunca", "none", "ninguno"}
_PUBLIC = _words(
    """
    published publish public publicado publicada publico publica publicar approved aprobado
    aprobada visible everyone everybody all todos anyone open abierto abierta libre always
    siempre index clear white tlp-clear tlp-white
    """
)
#: Words that no text for everybody has as the whole value of a key, whatever the key.
_HIDDEN = _words(
    """
    draft drafts borrador private privado privada hidden oculto oculta unlisted unpublished
    pending pendiente embargo embargado embargada embargoed confidencial confidential interno
    interna internal restricted restringido protected protegido trash papelera secret secreto
    skip members-only members subscribers suscriptores socios reservado reservada no-publicar
    uso-interno future scheduled programado auto-draft inherit in-review en-revision needs-review
    por-revisar por-publicar sin-publicar no-publicado no-publicada not-published no-publico
    not-public staff-only team-only editors-only solo-personal solo-socios solo-miembros
    """
)
#: Who is among the readers of what not everybody may read, and the names of everybody.
_INSIDE = _words(
    """
    staff team equipo admin admins administrator administrators administrador administradores
    editor editors editores contributor contributors owner owners moderator moderators member
    members miembro miembros socio socios subscriber subscribers suscriptor suscriptores patron
    patrons premium vip paid registered registrados authenticated autenticados logged-in employee
    employees empleado empleados empleadas personal funcionarios board council consejo cabildo
    comite committee jefatura jefaturas directivos insider insiders internal interno interna
    internos internas private privado privada restricted hidden draft nobody nadie none ninguno
    """
)
_EVERYBODY = _words(
    """
    everyone everybody all todos todas todo cualquiera anyone anybody public publico publica
    general publico-general general-public guest guests invitado invitados anonymous anonimo
    visitor visitors visitante visitantes world ciudadania ciudadanos ciudadanas poblacion
    poblacion-general citizen citizens open abierto
    """
)
#: What else a text about an event says, and what such a text is called.
_OF_EVENT = re.compile(
    r"^(?:event|evento|venue|sede|place|location|ubicacion|registration|registro|inscripcion|rsvp"
    r"|host|organi[sz]|start_?time|end_?time|all_?day|deadline|convocatoria|call$)"
)
_EVENT = re.compile(
    r"(?:^|[^a-z])(?:event|agenda|curso|taller|call|convocatoria|obra|project|proyect)"
)
_NAMES: Mapping[Kind, str] = {
    "hides": """draft isdraft borrador esborrador private isprivate privado privada esprivado hidden
        ishidden oculto oculta unlisted nolistado headless unpublished membersonly memberonly
        solomiembros solosocios subscribersonly restricted restringido restringida confidential
        confidencial internal interno interna usointerno reservado reservada secret secreto
        protected protegido protegida noindex nopublicar eleventyexcludefromcollections skip wip
        disabled disable ignore ignored staffonly teamonly editorsonly adminonly adminsonly
        solopersonal loggedinonly registeredonly onlymembers undernda nda""",
    "shows": """published ispublished publicado publicada publish publicar public ispublic publico
        publica espublico visible isvisible listed islisted searchable approved aprobado
        aprobada""",
    "level": """status estado visibility visibilidad access accesslevel acceso nivelacceso
        poststatus workflowstate workflowstatus publishstatus publishedstatus publicationstatus
        tlp trafficlightprotocol""",
    "secret": "password passwd pwd passphrase contrasena clave clavedeacceso postpassword",
    "starts": """publishdate pubdate publishedat publishat publishon publishedon publisheddate
        datepublished publicationdate fechapublicacion fechadepublicacion publicarel embargo
        embargountil embargodate embargadohasta embargohasta finembargo availablefrom availableat
        releasedate releaseat golive golivedate notbefore scheduled scheduledat scheduledfor
        programado programadopara visiblefrom visibledesde publishup hideuntil hiddenuntil
        privateuntil draftuntil
        lockeduntil ocultohasta ocultahasta ocultarhasta showafter showfrom displayafter displayfrom
        goeslive liveat livefrom livedate liveon activefrom releaseon releasedat fechasalida
        fechadesalida fechaliberacion fechadeliberacion postat poston publishafter publishfrom
        publishstart startpublish startpublishing onlinefrom disponibledesde notbeforedate
        vigentedesde vigenciadesde iniciovigencia iniciodevigencia""",
    "ends": """expirydate expirationdate expires expire expiresat expireson expiration expiry
        unpublish unpublishdate unpublishat unpublishon vence vencimiento caduca caducidad
        validuntil visibleuntil visiblehasta availableuntil publicadohasta publishdown removeon
        removeat retirarel showuntil displayuntil activeuntil hideafter archiveon archiveafter
        vigentehasta vigenciahasta finvigencia findevigencia fechavigencia fechadevigencia validto
        validthrough validohasta validahasta validtill notafter sunsetdate deleteafter
        deleteon deleteat deletedate removeafter removedate takedown takedownat takedownon
        takedowndate offlinedate offlineon offlineat offlineafter onlineuntil liveuntil
        publishend publishuntil publishto endpublish endpublishing stoppublishing
        disponiblehasta activohasta bajael fechabaja fechadebaja despublicarel""",
    "opens": """release releases launch launchdate launchat lanzamiento fechalanzamiento
        fechadelanzamiento disponible available lift liftdate validfrom""",
    "closes": "vigencia sunset validity",
    "begun": "startdate startson startsat desde fechainicio fechadeinicio effective effectivedate",
    "over": """enddate dateend endson endsat until hasta fin termina finaliza fechafin fechafinal
        fechadefin fechatermino fechadetermino closedate closesat closingdate""",
    "weak": """sitemap render list output permalink search rss feed show display enabled active
        activo activa online enlinea web live islive mostrar mostrado ready listing crawl
        indexable finished complete completed index indexed inlist inlists showinlist showinlists
        isready done final reviewed revisado revisada autorizado autorizada authorized vigente
        vistobueno vobo firmado""",
    "states": """archived inactive inactivo deleted removed trashed eliminado retirado locked lock
        bloqueado encrypt encrypted cifrado gated paid ispaid subscribers members loginrequired
        requirelogin requireslogin requireauth requiresauth authrequired auth nolist nolisting
        hidefromlist toreview needsreview review sensitive preview todo test dummy
        withdrawn retired onhold hold offline unfinished incomplete placeholder nofeed""",
    "readers": """roles allowedroles allowedgroups allowedusers groups usergroups users readers
        viewers viewableby visibleto visibleby visiblefor readableby canread canview
        sharedwith onlyfor lectores solopara""",
    "audience": "audience audiencia publicoobjetivo group grupo role for para",
    "outputs": "outputs",
    "moved": """redirect redirectto redirecturl redirectlink redirectsto redirecttourl refreshto
        redirigir redirigira redireccion redirecciona linksto""",
    "robots": "robots robotstag metarobots rankmathrobots seopressrobotsindex",
    "build": "build",
}  # fmt: skip
_KINDS: dict[str, Kind] = {name: kind for kind, names in _NAMES.items() for name in names.split()}
#: What our own mapping calls them, for an editor who names another key.
_MAPPED: dict[str, Kind] = {
    "draft": "hides", "published": "shows", "status": "level", "expires": "ends",
}  # fmt: skip
#: Ends that a program reads to the second: a bare day is over as it begins.
_EXACT = ("date", "at", "on")

_NEGATIVE = (
    r"draft|borrador|privat|privad|hid(?:den|e)|ocult|unlist|member|miembro|socios|restric|restring"
    r"|interno|interna(?![clt])|internal(?!i)|reservad|confiden|secret(?!ar)|protect(?!ion)|proteg"
    r"|noindex|no_index|exclu(?!siv)|unpub|despubli|paywall|premium|embarg|passw|contrasen"
    r"|(?:staff|team|admins?|editors?|press|prensa|users?|registered|logged_in|vip|donors?|patrons?)_only$"
    r"|^only_(?:for|to)_|^solo_(?:para_)?(?:personal|prensa|miembros|socios|usuarios|editores)"
    r"|allowed_(?:users?|roles?|groups?)|login|logged|subscriber|suscriptor"
    # WordPress's plugins for texts that only some may read.
    r"|wpmem|passster|lock_?content|(?:^|_)rcp_|mepr_|pmpro|s2member|groups_(?:read|groups)|content_lock"
)
_POSITIVE = r"visib|publi(?:sh|c)|approv|aprobad|access(?!ib|or)|acceso|permis"
_LIMITS = r"expir|caduc|vencim"
_LOOKS = re.compile(f"(?:^|_)priv(?:_|$)|{_NEGATIVE}|{_POSITIVE}|{_LIMITS}")
_HIDES, _SHOWS = re.compile(f"(?:^|_)priv(?:_|$)|{_NEGATIVE}"), re.compile(_POSITIVE)
_BEGINS = re.compile(r"publish|publica|embarg|visible_(?:from|desde)|avail")
_UNTIL = re.compile(r"(?:^|_)(?:until|hasta)(?:_|$)")
_ENDS = re.compile(rf"{_LIMITS}|unpub|despub|(?:^|_)(?:until|hasta)(?:_|$)")
#: Keys that only share letters with those: who published it, what it is, a service's settings.
_OTHERS = re.compile(
    r"publisher|publicacion(?!_)|tipo_(?:de_)?publicacion|lugar_(?:de_)?publicacion|publication"
    r"(?!_)|publicidad|publici[sz]e|wpas|republic|remember|obras_?publicas|salud_?publica"
    r"|seguridad_?publica|servicios_?publicos|(?:published|approved)_?by"
    r"|(?:publicado|aprobado)_?por"
)
#: What of a page a theme may be asked not to show: the text is public all the same.
_PARTS = re.compile(
    r"(?:hide|hidden|ocultar|exclude)_?(?:from_?)?(?:title|titulo|meta|summary|resumen|toc|header|footer|image"
    r"|imagen|foto|hero|cover|date|fecha|author|autor|share|sidebar|comments?|breadcrumbs?|nav\w*"
    r"|menu|description|thumbnail|related|tags|reading_?time|pagination|post_?nav\w*)$"
    r"|(?:nav|menu|toc)_?(?:exclude|hide|hidden)$"
)
_NEGATED = re.compile(
    r"(?:^|_)(?:no|not|sin|non|never|nunca|dont|without|disable|remove|lift|show|mostrar|display)"
    r"(?:_|ed_|d_)|(?:^|_)(?:un|de|dis)(?:hide|hid|hidden|draft|privat|restrict|embarg|protect)"
)
#: Where a site's own data are kept inside others.
_CONTAINERS = {"params", "extra", "metadata", "meta", "data", "page", "custom", "attributes",
               "cascade", "seo", "props", "frontmatter", "values"}  # fmt: skip

#: Keys that put a text among others, and the names of what is among those that no reader sees.
_GROUPS = _words("tag tags category categories etiqueta etiquetas categoria categorias type tipo")
_GROUPED = _words(
    """
    draft drafts borrador borradores private privado privados privada privadas hidden oculto ocultos
    unlisted unpublished embargado embargados confidencial confidential interno internal uso-interno
    no-publicar nolist wip
    """
)

_FOLDERS = _words(
    """
    draft drafts borrador borradores private privado privados privada privadas interno internos
    interna internal hidden oculto ocultos unpublished embargo embargado embargados confidencial
    reservado reservados papelera trash
    """
)
_WRAPPED = "*_\\#>■•-–—[](){}¡!\"'“”«»:. \t"
_SHOUTED = re.compile(
    r"\b(?:EMBARGAD[OA] HASTA|EMBARGOED UNTIL|NO PUBLICAR|NO DIFUNDIR|USO INTERNO|DO NOT PUBLISH"
    r"|NOT FOR PUBLICATION|INTERNAL USE ONLY)\b"
    r"|^(?:BORRADOR|DRAFT|EMBARGO|EMBARGAD[OA]|EMBARGOED|CONFIDENCIAL|CONFIDENTIAL"
    r"|DOCUMENTO INTERNO|PRIVADO|RESERVADO)\b"
)
_SAID = re.compile(
    r"(?:embargad[oa]|embargo|bajo embargo)(?:\s+(?:hasta|para)\b.{0,80})?"
    r"|no (?:publicar|difundir)(?: (?:hasta|antes)\b.{0,80})?"
    r"|(?:(?:s[oó]lo |documento )?(?:de |para )?)uso interno|borrador(?: \d+)?"
    r"|documento interno|confidencial|draft|embargoed until .{1,60}|do not publish",
    re.IGNORECASE,
)
#: A text without one of these has no line that says so.
_HINT = re.compile("embarg|borrador|draft|publi|difundir|intern|confiden|privado|reservado", re.I)
_TITLED = re.compile(r"(?:privado|protegido|private|protected)\s*:", re.IGNORECASE)
#: A year in which programs put an end that never comes.
_NEVER = re.compile(r"(?:2[2-9]|[3-9]\d)\d\d-")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")

_ASK = N_("Apruébelo si debe publicarse, o bórrelo.")
_ASK_KEY = N_(
    "Apruébelo si era público. Si esa clave no dice quién puede leerlo, escríbala en public_keys"
    " de la correspondencia y repita."
)


@dataclass
class Visibility:
    """What a text's old keys say of its readers. `reasons` are why it waits for a person; `starts`
    and `ends` are moments as a header of ours has them, empty if there is none."""

    reasons: list[Problem] = field(default_factory=list)
    starts: str = ""
    ends: str = ""


def kind_of(key: str, mapped: str = "") -> Kind:
    """What a key of a source speaks of; nothing if it does not speak of who may read the text.

    `mapped` is the datum of ours that the editor says it is, if any.
    """
    apart = _apart(key)
    if kind := _MAPPED.get(mapped) or _KINDS.get(apart.replace("_", "")):
        return kind
    if _OTHERS.search(apart) or _PARTS.search(apart) or not _LOOKS.search(apart):
        return ""
    return "unknown"


def _apart(key: str) -> str:
    """A key with its words apart, those of `isDraft` too."""
    return normal(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key))


def is_secret(pair: HeaderPair) -> bool:
    """Whether a datum is a password, which goes into no file of ours."""
    return kind_of(pair.key) == "secret" or re.search("passw|contrasen", pair.name) is not None


class Reader:
    """Reads the keys of one text at a moment. `names` gives the datum of ours that a key is."""

    def __init__(
        self, source: str, zone: tzinfo, names: Callable[[str], str], moment: datetime
    ) -> None:
        self.source, self.zone, self.names, self.moment = source, zone, names, moment
        self.of_event = False
        self.renamed: frozenset[str] = frozenset()
        self.found = Visibility()
        self.origin = ""
        self.starts: list[tuple[datetime, str]] = []
        self.ends: list[tuple[datetime, str]] = []

    def read(self, pairs: Iterable[HeaderPair]) -> Visibility:
        """What keys of a text say: its own, and those that hold for it from elsewhere."""
        pairs = list(pairs)
        self.renamed = frozenset(pair.origin for pair in pairs)
        self.of_event = any(map(_of_event, pairs)) or bool(
            _EVENT.search(normal(self.source.rpartition("/")[0]))
        )
        for pair in pairs:
            self.origin = pair.origin
            for name, value, inside, kind in _leaves(pair.key, pair.value):
                self._one(name, value, pair.line, inside, kind)
        if self.starts:
            self.found.starts = max(self.starts)[1]
        if self.ends:
            self.found.ends = min(self.ends)[1]
        return self.found

    def _one(self, name: str, value: Any, line: int, inside: bool, kind: Kind) -> None:
        leaf = name.rpartition(".")[2]
        kind = kind or kind_of(leaf, "" if inside else self.names(normal(leaf)))
        if inside and kind == "level" and normal(leaf) in ("status", "estado"):
            kind = ""  # an event's, a work's
        said = slugify(_word(value))
        if normal(leaf) in _TEMPLATES and _MOVED.search(said):
            self._moved(name, value, line)
        elif normal(leaf) in _TEMPLATES[1:] and _APART.search(said):
            self._hidden(name, value, line)
        elif kind in ("opens", "closes", "begun", "over", "outputs", "moved"):
            if not inside:
                self._ambiguous(name, value, line, kind, said)
        elif kind in ("readers", "audience"):
            self._people(name, value, line, known=kind == "audience" or inside)
        elif kind in ("", "weak", "states", "robots"):
            hides = (
                (kind == "weak" and isinstance(value, str) and not inside
                    and said in _NO | {"local", "link"})
                or (kind == "states" and said in _YES and not inside)
                or (kind == "robots" and re.search("noindex|none", said))
                or (normal(leaf) in _GROUPS and _group(value) in _GROUPED)
                or (kind in ("", "weak", "states") and isinstance(value, str)
                    and said in _HIDDEN and not inside
                    and not self.names(normal(leaf)))
            )  # fmt: skip
            if hides:
                self._hidden(name, value, line)
        elif kind == "build":
            self._built(name, value, line, said)
        elif kind == "secret":
            if said and said not in _NO - {"0"}:
                wrong = InvalidValue(
                    N_("estaba protegido con contraseña ({name})"), _ASK, name=self._shown(name)
                )
                self._tell(line, name, wrong)
        elif kind in ("starts", "ends"):
            self._moment(name, value, line, kind, said)
        elif kind == "unknown":
            self._unknown(name, value, line, said)
        else:
            self._flag(name, value, line, kind, said)

    def _flag(self, name: str, value: Any, line: int, kind: Kind, said: str) -> None:
        if kind == "hides":
            good, bad = frozenset((*_NO, "public", "publico")), frozenset(_YES)
        elif kind == "shows":
            good, bad = _PUBLIC | _YES, frozenset((*_NO, "draft", "borrador"))
            if said not in good | bad and (read := self._read(value, latest=True)):
                self.starts.append(read)
                return
        else:
            good, bad = _PUBLIC | {"true"}, _HIDDEN | _NO
        if said in good:
            return
        if said in bad:
            self._hidden(name, value, line)
        else:
            self._doubtful(name, value, line)

    def _ambiguous(self, name: str, value: Any, line: int, kind: Kind, said: str) -> None:
        """Keys that speak of readers only with some values, or in some texts."""
        if kind == "outputs":
            formats = [slugify(_word(one)) for one in value] if isinstance(value, list) else [said]
            if value is not None and not {"html", "amp"} & set(formats):
                self._hidden(name, value, line)
        elif kind == "moved":
            if said in _YES:
                self._hidden(name, value, line)
            elif said and said not in _NO:
                self._moved(name, value, line)
        elif kind in ("opens", "closes"):
            if said in _NO:
                self._hidden(name, value, line)
            elif _DATED.search(_word(value)):
                self._moment(name, value, line, "starts" if kind == "opens" else "ends", said)
        elif name in self.renamed:  # its configuration says what it is
            return
        elif not self.of_event and _DATED.search(_word(value)) and not _NEVER.match(said):
            read = self._read(value, latest=kind == "begun")
            if read is None or kind == "over" or read[0] > self.moment:
                self._doubtful(name, value, line)

    def _people(self, name: str, value: Any, line: int, *, known: bool) -> None:
        """Who may read it: everybody, somebody inside, or, unless it is `known` to name any
        audience, others that only a person can tell from everybody."""
        typed = value if isinstance(value, list) else re.split(r"[,;|]", _word(value))
        people = {slugify(_word(one)) for one in typed} - {""}
        if not people or people & _EVERYBODY:
            return
        if people & (_INSIDE | _HIDDEN):
            self._hidden(name, value, line)
        elif not known:
            self._doubtful(name, value, line)

    def _moved(self, name: str, value: Any, line: int) -> None:
        wrong = InvalidValue(
            N_("en el sitio anterior no era una página: llevaba a otra ({name} dice «{value}»)"),
            N_("Bórrelo si no hace falta, o apruébelo si su texto debe publicarse."),
            name=self._shown(name),
            value=_word(value),
        )
        self._tell(line, name, wrong)

    def _built(self, name: str, value: Any, line: int, said: str) -> None:
        """Hugo's `build` and Eleventy's `permalink.build`: a page that is made, or listed."""
        if said in _NO | {"local", "link"}:
            self._hidden(name, value, line)
        elif said and said not in _YES | _PUBLIC and not isinstance(value, dict):
            self._doubtful(name, value, line)

    def _moment(self, name: str, value: Any, line: int, kind: Kind, said: str) -> None:
        if not said or said in _NO or (kind == "ends" and _NEVER.match(said)):
            return
        if said in _YES:
            self._hidden(name, value, line)
        elif read := self._read(
            value, latest=kind == "starts", exact=normal(name).endswith(_EXACT)
        ):
            (self.starts if kind == "starts" else self.ends).append(read)
        else:
            self._doubtful(name, value, line)

    def _unknown(self, name: str, value: Any, line: int, said: str) -> None:
        key = _apart(name.rpartition(".")[2])
        if not said:
            return
        negated = _NEGATED.search(key) is not None
        if not negated and not re.fullmatch(r"[\d-]{1,3}", said) and _DATE.search(_word(value)):
            # What is hidden until a day begins then; what is shown until a day ends then.
            hidden = re.search("embarg", key) or (_UNTIL.search(key) and _HIDES.search(key))
            if hidden and (read := self._read(value, latest=True)):
                self.starts.append(read)
                return
            ends = _ENDS.search(key) and not hidden
            if ends and (read := self._read(value, latest=False, exact=True)):
                self.ends.append(read)
                return
            if _BEGINS.search(key) and (read := self._read(value, latest=True)):
                self.starts.append(read)
                return
        if not negated and _HIDES.search(key):
            if said in _NO | {"public", "publico"}:
                return
            if said in _YES:
                self._hidden(name, value, line)
                return
        elif not negated and _SHOWS.search(key) and said in _YES | _PUBLIC:
            return
        self._doubtful(name, value, line)

    def _read(
        self, value: Any, *, latest: bool, exact: bool = False
    ) -> tuple[datetime, str] | None:
        """A moment, and how a header of ours says it. Of several readings the one that keeps the
        text from readers longest."""
        typed = _word(value).strip()
        if _EPOCH.fullmatch(typed):
            at = datetime.fromtimestamp(int(typed[:10]), UTC)
            return at.astimezone(self.zone), f"{at:%Y-%m-%d %H:%M:%S}Z"
        said: list[str] = []
        if found := re.fullmatch(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s?(Z|[+-]\d\d:?\d\d)?", typed):  # fmt: skip # noqa: E501
            said = [f"{found[1]} {found[2]}{' ' + found[3] if found[3] else ''}"]
        else:
            said = [reading.value for reading in dates.readings(typed, self.zone) if reading.value]
            if exact:
                said = [text if ":" in text else f"{text} 00:00" for text in said]
        read: list[tuple[datetime, str]] = []
        for text in said:
            try:
                read.append((moments.moment(text, self.zone, ends=not latest), text))
            except InvalidValue:
                return None
        return (max(read) if latest else min(read)) if read else None

    def _hidden(self, name: str, value: Any, line: int) -> None:
        wrong = InvalidValue(
            N_("no era público en el sitio anterior: {name} dice «{value}»"),
            _ASK,
            name=self._shown(name),
            value=_word(value),
        )
        self._tell(line, name, wrong)

    def _doubtful(self, name: str, value: Any, line: int) -> None:
        wrong = InvalidValue(
            N_("no se sabe si era público en el sitio anterior: {name} dice «{value}»"),
            _ASK_KEY,
            name=self._shown(name),
            value=_word(value),
        )
        self._tell(line, name, wrong)

    def _tell(self, line: int, name: str, wrong: InvalidValue) -> None:
        self.found.reasons.append(undecided(self.source, line, name, wrong))

    def _shown(self, name: str) -> str:
        return f"{name} ({self.origin})" if self.origin else name


_DATE = re.compile(r"\d{4}")
#: A day, or a second since 1970: a version or a year alone is neither.
_DATED = re.compile(
    r"\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\b\d{1,2}[-/.]\d{1,2}[-/.]\d{4}\b|\b\d{10}(?:\d{3})?\b"
    r"|(?<!\d)\d{1,2}\D{1,24}\d{4}(?!\d)|[^\W\d]{3,10}\.? \d{1,2},? \d{4}(?!\d)"
)


def _of_event(pair: HeaderPair) -> bool:
    """Whether a datum is an event's, a call's or a work's, which begin and end by themselves."""
    if pair.name in ("type", "tipo", "layout", "category", "categories", "categoria", "categorias"):
        return bool(_EVENT.search(slugify(_word(pair.value))))
    return bool(_OF_EVENT.search(_apart(pair.key))) and bool(_word(pair.value).strip())


def _word(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_word, value))
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_word(inner)}" for key, inner in value.items())
    return "" if value is None else str(value)


def _group(value: Any) -> str:
    """The first of a key's names that no text for everybody is under, if any."""
    typed = value if isinstance(value, list) else _word(value).split(",")
    names = [slugify(_word(one)) for one in typed]
    return next((name for name in names if name in _GROUPED), "")


#: Keys that name a template, and names of those that not everybody is shown, or nobody.
_TEMPLATES = ("type", "layout", "template", "wp_page_template")
_MOVED = re.compile(r"(?:^|-)redirec(?:t|tion|cion)?(?:$|-)")
_APART = re.compile(
    r"(?:^|-)(?:private|privad[oa]s?|members?|socios|intern[oa]|password|drafts?|hidden|unlisted"
    r"|protected)(?:$|-)"
)
#: Kinds of key whose value is read whole, whatever is inside it.
_WHOLE = ("level", "secret", "hides", "shows", "unknown", "readers", "outputs")


def _leaves(key: str, value: Any, inside: bool = False) -> Iterator[tuple[str, Any, bool, Kind]]:
    """Each datum with its dotted name, whether it is inside one that is not a container, and its
    kind where only what it is in tells that."""
    leaf = normal(key.rpartition(".")[2])
    if isinstance(value, dict) and kind_of(leaf) not in _WHOLE:
        for name, inner in value.items():
            own = normal(str(name))
            if leaf == "build":
                if own in ("render", "list"):
                    yield f"{key}.{name}", inner, inside, "build"
            elif leaf == "sitemap":
                if own in ("disable", "disabled", "exclude", "excluded"):
                    yield f"{key}.{name}", inner, inside, "hides"
            else:
                yield from _leaves(f"{key}.{name}", inner, inside or leaf not in _CONTAINERS)
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for item in value:
            yield from _leaves(key, item, inside)
    else:
        yield key, value, inside, ""


def of_path(source: str, root: str = "") -> Iterator[Problem]:
    """Folders whose name says that no text in them is for readers. `root` is the source's own."""
    parts = source.partition("#")[0].split("/")[:-1]
    for part in (*([root] if root else []), *parts):
        if normal(part) in _FOLDERS:
            wrong = InvalidValue(
                N_("no era público en el sitio anterior: estaba en la carpeta {name}"),
                _ASK,
                name=part,
            )
            yield undecided(source, 1, FILE, wrong)
            return


def of_words(source: str, title: str, body: str, line: int) -> Iterator[Problem]:
    """A line of the text, or its title, that says it is not for readers: an embargo, a draft."""
    found = title if _marked(title) or _TITLED.match(title) else ""
    at = 1
    if not found and _HINT.search(body):
        for number, typed in enumerate(body.split("\n")):
            if typed and _marked(typed):
                found, at = typed.strip(_WRAPPED), line + number
                break
    if found:
        wrong = InvalidValue(
            N_("el texto dice que no es público: {value}"),
            N_("Si ya lo es, quite esa línea y apruébelo."),
            value=found,
        )
        yield undecided(source, at, TEXT, wrong)


def _marked(typed: str) -> bool:
    bare = typed.strip(_WRAPPED)
    return bool(bare) and bool(_SHOUTED.search(bare) or _SAID.fullmatch(bare))
