#include "search/dutch.h"

#include "kb/base/cleanup.h"
#include "kb/base/embed.h"

#include <stdlib.h>

/* ---- Strong and irregular verbs: stem, then past, past plural and participle (E.g. Algemene Nederlandse Spraakkunst,
 * 2.3). Their forms with a prefix follow from these: aangenomen is aan + genomen, besloten is be + (ge)sloten. ---- */
/* clang-format off */
static const char *const strong_verbs[] = {
    "bak bakte bakten gebakken", "barst barstte barstten gebarsten", "bederf bedierf bedierven bedorven",
    "bedrieg bedroog bedrogen bedrogen", "begin begon begonnen begonnen", "berg borg borgen geborgen",
    "beveel beval bevalen bevolen", "bezwijk bezweek bezweken bezweken", "bid bad baden gebeden",
    "bied bood boden geboden", "bijt beet beten gebeten", "bind bond bonden gebonden", "blaas blies bliezen geblazen",
    "blijf bleef bleven gebleven", "blijk bleek bleken gebleken", "breek brak braken gebroken",
    "breng bracht brachten gebracht", "brouw brouwde brouwden gebrouwen", "buig boog bogen gebogen",
    "denk dacht dachten gedacht", "doe deed deden gedaan", "draag droeg droegen gedragen", "drijf dreef dreven gedreven",
    "dring drong drongen gedrongen", "drink dronk dronken gedronken", "druip droop dropen gedropen",
    "duik dook doken gedoken", "dwing dwong dwongen gedwongen", "eet at aten gegeten", "ga ging gingen gegaan",
    "geef gaf gaven gegeven", "geld gold golden gegolden", "genees genas genazen genezen",
    "geniet genoot genoten genoten", "giet goot goten gegoten", "glijd gleed gleden gegleden",
    "graaf groef groeven gegraven", "grijp greep grepen gegrepen", "hang hing hingen gehangen",
    "hef hief hieven geheven", "heet heette heetten geheten", "help hielp hielpen geholpen",
    "houd hield hielden gehouden", "jaag joeg joegen gejaagd", "kies koos kozen gekozen", "kijk keek keken gekeken",
    "klim klom klommen geklommen", "klink klonk klonken geklonken", "knijp kneep knepen geknepen",
    "kom kwam kwamen gekomen", "koop kocht kochten gekocht", "krijg kreeg kregen gekregen",
    "krimp kromp krompen gekrompen", "kruip kroop kropen gekropen", "kwijt kweet kweten gekweten",
    "laat liet lieten gelaten", "lach lachte lachten gelachen", "laad laadde laadden geladen",
    "lees las lazen gelezen", "lieg loog logen gelogen", "lig lag lagen gelegen", "lijd leed leden geleden",
    "lijk leek leken geleken", "loop liep liepen gelopen", "meet mat maten gemeten", "mijd meed meden gemeden",
    "neem nam namen genomen", "nies niesde niesden geniesd", "prijs prees prezen geprezen", "raad ried rieden geraden",
    "rijd reed reden gereden", "rijs rees rezen gerezen", "roep riep riepen geroepen", "ruik rook roken geroken",
    "scheld schold scholden gescholden", "schenk schonk schonken geschonken", "schep schiep schiepen geschapen",
    "scheer schoor schoren geschoren", "scheid scheidde scheidden gescheiden", "schiet schoot schoten geschoten",
    "schijn scheen schenen geschenen", "schrijf schreef schreven geschreven", "schrik schrok schrokken geschrokken",
    "schuif schoof schoven geschoven", "sla sloeg sloegen geslagen", "slaap sliep sliepen geslapen",
    "slijt sleet sleten gesleten", "sluit sloot sloten gesloten", "smelt smolt smolten gesmolten",
    "smijt smeet smeten gesmeten", "snijd sneed sneden gesneden", "spijt speet speten gespeten",
    "spreek sprak spraken gesproken", "spring sprong sprongen gesprongen", "spuit spoot spoten gespoten",
    "sta stond stonden gestaan", "steek stak staken gestoken", "steel stal stalen gestolen",
    "sterf stierf stierven gestorven", "stijg steeg stegen gestegen", "stink stonk stonken gestonken",
    "strijd streed streden gestreden", "strijk streek streken gestreken", "tref trof troffen getroffen",
    "trek trok trokken getrokken", "val viel vielen gevallen", "vang ving vingen gevangen", "vaar voer voeren gevaren",
    "vecht vocht vochten gevochten", "verberg verborg verborgen verborgen", "verdwijn verdween verdwenen verdwenen",
    "vergeet vergat vergaten vergeten", "verlies verloor verloren verloren", "vind vond vonden gevonden",
    "vlieg vloog vlogen gevlogen", "vouw vouwde vouwden gevouwen", "vraag vroeg vroegen gevraagd",
    "vreet vrat vraten gevreten", "vries vroor vroren gevroren", "was waste wasten gewassen",
    "weeg woog wogen gewogen", "werf wierf wierven geworven", "werp wierp wierpen geworpen", "weet wist wisten geweten",
    "wijk week weken geweken", "wijs wees wezen gewezen", "win won wonnen gewonnen", "wring wrong wrongen gewrongen",
    "zeg zei zeiden gezegd", "zend zond zonden gezonden", "zie zag zagen gezien", "zing zong zongen gezongen",
    "zink zonk zonken gezonken", "zit zat zaten gezeten", "zoek zocht zochten gezocht", "zuig zoog zogen gezogen",
    "zwem zwom zwommen gezwommen", "zweer zwoer zwoeren gezworen", "zwerf zwierf zwierven gezworven",
    "zwijg zweeg zwegen gezwegen", "gebeur gebeurde gebeurden gebeurd", "leg legde legden gelegd",
};

/* ---- Forms: irregular plurals and verb forms, and (form = stem) words that only look like forms. ---- */
static const struct {
    const char *form, *stem;
} irregular[] = {
    /* plurals on -eren */
    {"kinderen", "kind"}, {"kinders", "kind"}, {"eieren", "ei"}, {"goederen", "goed"}, {"bladeren", "blad"}, {"liederen", "lied"},
    {"beenderen", "been"}, {"raderen", "rad"}, {"gemoederen", "gemoed"}, {"volkeren", "volk"}, {"kalveren", "kalf"}, {"lammeren", "lam"},
    /* a short vowel that becomes long */
    {"dagen", "dag"}, {"wegen", "weg"}, {"loten", "lot"}, {"paden", "pad"}, {"daken", "dak"}, {"gaten", "gat"},
    {"vaten", "vat"}, {"glazen", "glas"}, {"hoven", "hof"}, {"holen", "hol"}, {"sloten", "slot"}, {"schoten", "schot"},
    {"graven", "graf"}, {"bladen", "blad"}, {"spelen", "spel"}, {"gebeden", "gebed"}, {"gebreken", "gebrek"}, {"geboden", "gebod"},
    {"goden", "god"}, {"bevelen", "bevel"}, {"oorlogen", "oorlog"}, {"hertogen", "hertog"}, {"staven", "staf"}, {"dalen", "dal"},
    {"schepen", "schip"}, {"leden", "lid"}, {"steden", "stad"}, {"smeden", "smid"}, {"koeien", "koe"}, {"vlooien", "vlo"},
    {"lagen", "laag"}, {"zalen", "zaal"}, {"verdragen", "verdrag"}, {"bedragen", "bedrag"}, {"bedraagt", "bedrag"}, {"bedroeg", "bedrag"},
    {"gedragen", "gedrag"}, {"gedraagt", "gedrag"}, {"gedroeg", "gedrag"}, {"gedroegen", "gedrag"},
    {"verboden", "verbod"}, {"verbieden", "verbod"}, {"verbiedt", "verbod"}, {"verbood", "verbod"}, {"verbied", "verbod"},
    /* foreign plurals */
    {"criteria", "criterium"}, {"musea", "museum"}, {"centra", "centrum"}, {"data", "datum"}, {"media", "medium"}, {"aandachtspunten", "aandachtspunt"},
    {"politici", "politicus"}, {"medici", "medicus"}, {"critici", "criticus"}, {"historici", "historicus"}, {"technici", "technicus"}, {"practica", "practicum"},
    {"gremia", "gremium"}, {"stadia", "stadium"}, {"mentoren", "mentor"}, {"hiaten", "hiaat"},
    /* other irregular forms */
    {"lieden", "lied"}, {"zeelieden", "zeeman"}, {"echtelieden", "echtgenoot"}, {"vaklieden", "vakman"}, {"dode", "dood"}, {"doden", "dood"},
    {"betere", "goed"}, {"beter", "goed"}, {"beste", "goed"}, {"best", "goed"}, {"meerdere", "meer"}, {"meest", "veel"}, {"meeste", "veel"},
    {"minst", "weinig"}, {"minste", "weinig"}, {"liever", "lief"}, {"liefst", "lief"}, {"hogere", "hoog"}, {"hoger", "hoog"}, {"hoogste", "hoog"}, {"hoge", "hoog"},
    {"staat", "staat"}, {"staten", "staat"}, {"gaat", "ga"}, {"doet", "doe"}, {"ziet", "zie"}, {"gaan", "ga"}, {"doen", "doe"},
    {"staan", "sta"}, {"slaan", "sla"}, {"slaat", "sla"}, {"zien", "zie"}, {"wees", "wees"}, {"wezen", "wees"}, {"heden", "heden"},
    {"leest", "lees"}, {"regelden", "regel"}, {"maanden", "maand"}, {"gezonde", "gezond"}, {"geboorten", "geboorte"}, {"geboortes", "geboorte"}, {"stelt", "stel"}, {"belt", "bel"}, {"gelden", "geld"}, {"rijden", "rijd"}, {"strijden", "strijd"}, {"werd", "word"}, {"werden", "word"},
    {"aangeboden", "aanbied"}, {"ontsla", "ontslag"}, {"ontslaan", "ontslag"}, {"ontslaat", "ontslag"}, {"ontsloeg", "ontslag"}, {"ontsloegen", "ontslag"},
    {"zegt", "zeg"}, {"opzegt", "opzeg"}, {"vrouwen", "vrouw"}, {"zoons", "zoon"}, {"zonen", "zoon"}, {"zusters", "zuster"}, {"zussen", "zus"},
    {"broers", "broer"}, {"ouders", "ouder"}, {"oudere", "ouder"}, {"ouderen", "ouder"}, {"schoot", "schoot"}, {"schulden", "schuld"},
    {"schuldig", "schuldig"}, {"voogdes", "voogd"}, {"partijen", "partij"}, {"bijlagen", "bijlage"}, {"bijlage", "bijlage"}, {"gegevens", "gegeven"},
    {"procenten", "procent"}, {"premies", "premie"}, {"koning", "koning"}, {"koningen", "koning"}, {"rechten", "recht"}, {"scheiden", "scheid"},
    {"moeten", "moet"}, {"mogen", "mag"}, {"zullen", "zal"}, {"betrof", "betref"}, {"betroffen", "betref"}, {"vrij", "vrij"}, {"vrije", "vrij"},
    {"erven", "erf"}, {"erft", "erf"}, {"geerfd", "erf"}, {"erfde", "erf"}, {"geuit", "uit"}, {"ontheven", "onthef"}, {"onthief", "onthef"},
    {"kosten", "kost"}, {"kostte", "kost"}, {"gekost", "kost"}, {"kosteloos", "kosteloos"}, {"lasten", "last"}, {"gasten", "gast"}, {"posten", "post"},
    /* others that a rule would read wrongly */
    {"week", "week"}, {"weken", "week"}, {"reden", "reden"}, {"redenen", "reden"}, {"rede", "rede"}, {"redes", "rede"}, {"vroeg", "vroeg"}, {"vroege", "vroeg"},
    {"vroeger", "vroeg"}, {"vroegere", "vroeg"}, {"vroegst", "vroeg"}, {"vroegste", "vroeg"}, {"namens", "namens"}, {"namen", "naam"}, {"opnamen", "opneem"}, {"deelnamen", "deelneem"}, {"aannamen", "aanneem"}, {"afnamen", "afneem"}, {"innamen", "inneem"}, {"overnamen", "overneem"}, {"toenamen", "toeneem"}, {"afgeweken", "afwijk"}, {"afweken", "afwijk"}, {"laatste", "laatst"},
    {"laatst", "laatst"}, {"later", "later"}, {"latere", "later"}, {"diens", "diens"}, {"minstens", "minstens"}, {"geweest", "geweest"}, {"verder", "verder"},
    {"verdere", "verder"}, {"zeker", "zeker"}, {"zekere", "zeker"}, {"ingezeten", "ingezetene"}, {"ingezetene", "ingezetene"}, {"ingezetenen", "ingezetene"},
    {"borg", "borg"}, {"borgen", "borg"}, {"beide", "beide"}, {"beiden", "beide"}, {"gevaren", "gevaar"}, {"maten", "maat"},
    {"mate", "mate"}, {"overleden", "overlijd"}, {"overledene", "overlijd"}, {"overledenen", "overlijd"}, {"overwegen", "overweeg"}, {"afwegen", "afweeg"},
    {"bewegen", "beweeg"}, {"wege", "weg"}, {"onderscheiden", "onderscheid"},
    {"voort", "voort"}, {"gereed", "gereed"}, {"geslacht", "geslacht"}, {"geslachten", "geslacht"}, {"derde", "derde"}, {"derden", "derde"},
    {"peildata", "peildatum"}, {"einddata", "einddatum"}, {"ingangsdata", "ingangsdatum"}, {"pgbs", "pgb"}, {"coaches", "coach"}, {"rijks", "rijk"}, {"vrijs", "vrij"}, {"kleinste", "klein"}, {"kleinst", "klein"}, {"strikt", "strikt"}, {"voer", "voer"}, {"voeren", "voer"}, {"besteden", "besteed"}, {"bekleden", "bekleed"}, {"factoren", "factor"}, {"verbanden", "verband"}, {"aanvaarde", "aanvaard"},
    {"voltooid", "voltooi"}, {"reele", "reeel"}, {"creeren", "creeer"}, {"reintegreren", "reintegreer"}, {"geind", "in"}, {"geinde", "in"}, {"papieren", "papier"}, {"adequate", "adequaat"},
    {"onderdaan", "onderdaan"}, {"onderdanen", "onderdaan"}, {"doorgaans", "doorgaans"}, {"aanstonds", "aanstonds"}, {"tijdens", "tijdens"}, {"treden", "treed"}, {"wilden", "wil"}, {"ontstaat", "ontsta"}, {"bestaat", "besta"}, {"toestaat", "toesta"}, {"vaststaat", "vaststa"}, {"voldoen", "voldoe"}, {"voldaan", "voldoe"},
    /* only look like a form */
    {"regen", "regen"}, {"zegen", "zegen"}, {"wagen", "wagen"}, {"wagens", "wagen"}, {"haven", "haven"}, {"havens", "haven"}, {"oven", "oven"},
    {"molen", "molen"}, {"deken", "deken"}, {"dekens", "deken"}, {"teken", "teken"}, {"tekens", "teken"}, {"keuken", "keuken"}, {"keukens", "keuken"},
    {"laken", "laken"}, {"examen", "examen"}, {"examens", "examen"}, {"kussen", "kussen"}, {"leven", "leven"}, {"levens", "leven"}, {"gegeven", "gegeven"},
    {"vermogen", "vermogen"}, {"vermogens", "vermogen"}, {"eigen", "eigen"}, {"eigene", "eigen"}, {"open", "open"}, {"tegen", "tegen"}, {"binnen", "binnen"}, {"buiten", "buiten"},
    {"boven", "boven"}, {"volgens", "volgens"}, {"wegens", "wegens"}, {"jegens", "jegens"}, {"tevens", "tevens"}, {"eveneens", "eveneens"},
    {"rechts", "rechts"}, {"links", "links"}, {"soms", "soms"}, {"slechts", "slechts"}, {"steeds", "steeds"}, {"reeds", "reeds"}, {"niets", "niets"}, {"iets", "iets"},
    {"thuis", "thuis"}, {"huis", "huis"}, {"reis", "reis"}, {"eis", "eis"}, {"prijs", "prijs"}, {"wijs", "wijs"}, {"gas", "gas"}, {"bus", "bus"}, {"les", "les"},
    {"kans", "kans"}, {"mens", "mens"}, {"grens", "grens"}, {"dans", "dans"}, {"koers", "koers"}, {"beurs", "beurs"}, {"pers", "pers"}, {"vers", "vers"}, {"vals", "vals"},
    {"hals", "hals"}, {"mits", "mits"}, {"tenzij", "tenzij"}, {"plus", "plus"}, {"status", "status"}, {"campus", "campus"}, {"virus", "virus"}, {"crisis", "crisis"}, {"basis", "basis"},
    {"proces", "proces"}, {"processen", "proces"}, {"succes", "succes"}, {"adres", "adres"}, {"kas", "kas"}, {"klas", "klas"}, {"pas", "pas"}, {"ziekenhuis", "ziekenhuis"},
    {"last", "last"}, {"gast", "gast"}, {"lust", "lust"}, {"lijst", "lijst"}, {"lijsten", "lijst"}, {"list", "list"}, {"post", "post"}, {"kast", "kast"}, {"kost", "kost"}, {"rust", "rust"}, {"test", "test"},
    {"feest", "feest"}, {"dienst", "dienst"}, {"winst", "winst"}, {"kunst", "kunst"}, {"komst", "komst"}, {"kant", "kant"}, {"kanten", "kant"}, {"klant", "klant"}, {"klanten", "klant"}, {"krant", "krant"},
    {"land", "land"}, {"hand", "hand"}, {"band", "band"}, {"tand", "tand"}, {"stand", "stand"}, {"pand", "pand"}, {"rand", "rand"}, {"brand", "brand"}, {"markt", "markt"}, {"markten", "markt"},
    {"recht", "recht"}, {"slecht", "slecht"}, {"echt", "echt"}, {"plicht", "plicht"}, {"bericht", "bericht"}, {"gericht", "gericht"}, {"licht", "licht"}, {"dicht", "dicht"}, {"zicht", "zicht"},
    {"tekort", "tekort"}, {"kort", "kort"}, {"korten", "kort"}, {"kaart", "kaart"}, {"taart", "taart"}, {"soort", "soort"}, {"woord", "woord"}, {"woorden", "woord"}, {"hoofd", "hoofd"},
    {"waarde", "waarde"}, {"waarden", "waarde"}, {"waardes", "waarde"}, {"orde", "orde"}, {"aarde", "aarde"}, {"einde", "einde"}, {"eind", "einde"}, {"gemeente", "gemeente"}, {"gemeentes", "gemeente"}, {"gemeenten", "gemeente"},
    {"gebied", "gebied"}, {"gebieden", "gebied"}, {"geweld", "geweld"}, {"geduld", "geduld"}, {"gezond", "gezond"}, {"geluid", "geluid"}, {"gemiddeld", "gemiddeld"}, {"gezamenlijk", "gezamenlijk"},
    {"gewoon", "gewoon"}, {"gezin", "gezin"}, {"gezag", "gezag"}, {"gebruik", "gebruik"}, {"geval", "geval"}, {"gevallen", "geval"}, {"gesprek", "gesprek"}, {"gesprekken", "gesprek"},
    {"getuige", "getuige"}, {"getuigen", "getuige"}, {"genot", "genot"}, {"gebouw", "gebouw"}, {"gebouwen", "gebouw"}, {"gedeelte", "gedeelte"}, {"gedeelten", "gedeelte"}, {"gedeeltes", "gedeelte"},
    {"minister", "minister"}, {"ministers", "minister"}, {"ander", "ander"}, {"andere", "ander"}, {"anderen", "ander"}, {"ouder", "ouder"}, {"moeder", "moeder"}, {"vader", "vader"}, {"kamer", "kamer"}, {"meester", "meester"},
    {"nummer", "nummer"}, {"nummers", "nummer"}, {"letter", "letter"}, {"winter", "winter"}, {"zomer", "zomer"}, {"water", "water"}, {"werk", "werk"}, {"duur", "duur"}, {"ziekte", "ziekte"}, {"ziekten", "ziekte"}, {"ziektes", "ziekte"},
    {"ruimte", "ruimte"}, {"ruimten", "ruimte"}, {"ruimtes", "ruimte"}, {"hoogte", "hoogte"}, {"lengte", "lengte"}, {"breedte", "breedte"}, {"grootte", "grootte"}, {"stilte", "stilte"}, {"diepte", "diepte"}, {"gedachte", "gedachte"}, {"gedachten", "gedachte"},
    {"boete", "boete"}, {"boeten", "boete"}, {"boetes", "boete"}, {"route", "route"}, {"routes", "route"}, {"bode", "bode"}, {"methode", "methode"}, {"periode", "periode"}, {"perioden", "periode"}, {"periodes", "periode"}, {"bijdrage", "bijdrage"}, {"bijdragen", "bijdrage"}, {"bijdrages", "bijdrage"},
    {"meisje", "meisje"}, {"meisjes", "meisje"}, {"beetje", "beetje"}, {"oranje", "oranje"}, {"verleden", "verleden"}, {"tevreden", "tevreden"}, {"verschillend", "verschil"}, {"verschillende", "verschil"},
    {"verkeer", "verkeer"}, {"verkeerd", "verkeerd"}, {"verkeerde", "verkeerd"}, {"verstand", "verstand"}, {"verband", "verband"}, {"beleid", "beleid"}, {"arbeid", "arbeid"}, {"afscheid", "afscheid"}, {"overheid", "overheid"}, {"wijkt", "wijk"},
    {"bestand", "bestand"}, {"afstand", "afstand"}, {"bijstand", "bijstand"}, {"toestand", "toestand"}, {"achterstand", "achterstand"}, {"voorhanden", "voorhanden"}, {"besluiten", "besluit"}, {"bewind", "bewind"},
    {"akte", "akte"}, {"akten", "akte"}, {"aktes", "akte"}, {"datum", "datum"}, {"voogdij", "voogdij"}, {"eigendom", "eigendom"}, {"aanvragen", "aanvraag"}, {"wonen", "woon"}, {"bewaar", "bewaar"}, {"bezwaren", "bezwaar"}, {"bezwaard", "bezwaar"},
    {"huurders", "huurder"}, {"verhuurders", "verhuurder"}, {"huwelijk", "huwelijk"}, {"huwelijken", "huwelijk"}, {"deurwaarders", "deurwaarder"}, {"bijzonder", "bijzonder"}, {"bijzondere", "bijzonder"}, {"inkomen", "inkomen"}, {"inkomens", "inkomen"}, {"inkomsten", "inkomst"},
    {"wel", "wel"}, {"wet", "wet"}, {"wetten", "wet"}, {"jongeren", "jongere"}, {"jongere", "jongere"}, {"jeugdigen", "jeugdige"}, {"jeugdige", "jeugdige"}, {"volwassenen", "volwassen"}, {"volwassene", "volwassen"}, {"minderjarigen", "minderjarig"},
};

/* The same by the end of a word. */
static const struct {
    const char *form, *stem;
} irregular_tails[] = {
    {"gewezen", "wijs"}, {"wezen", "wijs"}, {"wees", "wijs"}, {"heden", "heid"}, {"leden", "lid"}, {"steden", "stad"}, {"schepen", "schip"}, {"slagen", "slag"}, {"schoten", "schot"},
    {"dagen", "dag"}, {"wegen", "weg"}, {"drachten", "dracht"}, {"kinderen", "kind"}, {"goederen", "goed"}, {"ouders", "ouder"},
    {"hoven", "hof"}, {"bedragen", "bedrag"}, {"verdragen", "verdrag"}, {"gebreken", "gebrek"}, {"verboden", "verbod"}, {"geboden", "gebod"},
    {"bladen", "blad"}, {"vermogens", "vermogen"}, {"gegevens", "gegeven"}, {"lieden", "man"}, {"criteria", "criterium"}, {"centra", "centrum"},
    {"gebieden", "gebied"}, {"gevallen", "geval"}, {"gelden", "geld"}, {"rechten", "recht"}, {"plichten", "plicht"}, {"lasten", "last"}, {"kosten", "kost"}, {"kaarten", "kaart"}, {"lijsten", "lijst"},
    {"ziekten", "ziekte"}, {"boetes", "boete"}, {"boeten", "boete"}, {"bijdragen", "bijdrage"}, {"bijdrages", "bijdrage"}, {"gemeenten", "gemeente"}, {"perioden", "periode"}, {"periodes", "periode"}, {"akten", "akte"},
    {"diensten", "dienst"}, {"markten", "markt"}, {"waarden", "waarde"}, {"ruimten", "ruimte"}, {"ruimtes", "ruimte"}, {"inkomens", "inkomen"}, {"inkomsten", "inkomst"}, {"huizen", "huis"}, {"klanten", "klant"}, {"processen", "proces"}, {"adressen", "adres"},
    {"plaats", "plaats"}, {"plaatsen", "plaats"}, {"coaches", "coach"}, {"besteden", "besteed"}, {"namen", "naam"},
};

/* ---- Roots that the letters do not show ---- */
static const struct {
    const char *stem, *root;
} irregular_roots[] = {
    {"zekerheid", "zeker"}, {"zeker", "zeker"}, {"kamer", "kamer"}, {"vinger", "vinger"}, {"financieel", "financien"}, {"invaliditeit", "invalide"}, {"herziening", "herzie"}, {"voorziening", "voorzie"},
    {"hulp", "help"}, {"aangifte", "aangeef"}, {"uitgifte", "uitgeef"}, {"afgifte", "afgeef"}, {"teruggave", "teruggeef"}, {"opgave", "opgeef"}, {"uitgave", "uitgeef"}, {"bijlage", "bijleg"},
    {"komst", "kom"}, {"afkomst", "afkom"}, {"terugkomst", "terugkom"}, {"koopster", "koop"}, {"keuze", "kies"}, {"verkiezing", "kies"}, {"aanwezigheid", "aanwezig"}, {"opname", "opneem"},
    {"inname", "inneem"}, {"deelname", "deelneem"}, {"overname", "overneem"}, {"aanname", "aanneem"}, {"afname", "afneem"}, {"toename", "toeneem"}, {"bijdrage", "bijdraag"}, {"klacht", "klaag"},
    {"zicht", "zie"}, {"inzage", "inzie"}, {"toezicht", "toezie"}, {"herkomst", "afkomst"}, {"dienst", "dien"}, {"verdienst", "verdien"}, {"winst", "win"}, {"verlies", "verlies"}, {"komt", "kom"},
    {"diefstal", "steel"}, {"gift", "geef"}, {"slaap", "slaap"}, {"zucht", "zucht"}, {"vlucht", "vlucht"}, {"vluchteling", "vlucht"}, {"erfgenaam", "erf"}, {"erfenis", "erf"}, {"begrafenis", "begraaf"},
    {"getuigenis", "getuig"}, {"kennis", "ken"}, {"vergunning", "vergun"}, {"huisvesting", "huisvest"}, {"huishouding", "huishoud"}, {"bewijs", "bewijs"}, {"vertrek", "vertrek"}, {"gebruiker", "gebruik"},
    {"scheiding", "scheid"}, {"echtscheiding", "scheid"}, {"betaler", "betaal"}, {"wanbetaler", "wanbetaal"}, {"geboorte", "baar"}, {"huwelijk", "huw"}, {"ontvangst", "ontvang"}, {"ziekte", "ziek"}, {"hoogte", "hoog"},
    {"lengte", "lang"}, {"grootte", "groot"}, {"leeftijd", "leeftijd"}, {"armoede", "arm"}, {"handeling", "handel"}, {"beroep", "beroep"}, {"keuring", "keur"}, {"afspraak", "afspreek"}, {"uitspraak", "uitspreek"}, {"inspraak", "inspreek"}, {"aanspraak", "aanspreek"},
    {"gebrek", "gebrek"}, {"geld", "geld"}, {"verband", "verbind"}, {"afstand", "afstand"}, {"gevangenis", "gevangen"}, {"gevangene", "gevangen"}, {"schuldenaar", "schuld"}, {"leugen", "lieg"}, {"zending", "zend"}, {"reis", "reis"}, {"vlieg", "vlieg"},
};

/* ---- Prefixes of verbs; the longer first ---- */
static const char *const separable[] = {
    "tegemoet", "terecht", "tegen", "terug", "samen", "voorbij", "achter", "binnen", "buiten", "beneden", "onder", "overeen", "over", "door", "rond",
    "langs", "thuis", "heen", "neer", "vast", "vrij", "weg", "mede", "mee", "voort", "voor", "uit", "aan", "bij", "toe", "los", "dicht", "open", "goed", "plaats", "deel", "kwijt", "klaar", "lastig", "in", "af", "op", "na", "om",
};
static const char *const fixed[] = {
    "achter", "onder", "over", "voor", "door", "weer", "mis", "her", "ver", "ont", "be", "ge", "er", "om", "aanbe", "voorbe", "uitbe", "inbe", "voorver", "her",
};

/* ---- Function words: articles, pronouns, prepositions, conjunctions, auxiliary verbs, adverbs that say nothing about
 * the subject. Negations are among them; "-woord" is how one leaves out. ---- */
static const char stops[] =
    " aan aangaande al aldus alle allen alles als alsof altijd alvorens ander andere anders ben bent bij bijna"
    " binnen boven d daar daarbij daardoor daarin daarmee daarna daarom daarop daarvan daarvoor dan dat de deze"
    " dezelfde die dienen dient dit doch doen doet door dus echter een eens eerst elk elke en enige er erg erin"
    " ermee erop ervan ervoor even evenals ge geen gewoon graag haar had hadden heb hebben hebt heeft heel hem"
    " hen het hetgeen hetzelfde hier hierbij hij hoe hoewel hun ie ieder iedere iedereen iemand iets ik in indien"
    " is ja je jou jouw jullie kan kon konden kunnen kunt maar mag me mee meer men met mij mijn moest moet moeten"
    " mogen n na naar nadat niemand niet niets noch nog nogal nu of ofwel om omdat omtrent onder ons onze ook op"
    " over per s sinds soms steeds t te tegen ten ter terwijl toch toen tot tussen u uit uw vaak van vanaf vanuit"
    " veel via voor voordat waar waarbij waarin waarmee waarom waarop waarvan waarvoor wanneer waren was wat we"
    " weer wel welk welke werd werden wie wiens wij wil willen wilt word worden wordt zal ze zeer zei zelf zelfs"
    " zich zichzelf zij zijn zo zoals zodat zodra zonder zou zouden zowel zulke zullen zult ";

/* Stems of words that people ask with, whatever they ask about: "hoeveel krijg ik", "wat gebeurt er", "hoe maak ik",
 * "hij wil mij eruit". */
static const char asking[] = " hoeveel krijg ga kom maak nodig weet vind zomaar gebeur ding probeer eraan eraf erbij erdoor ernaar erom eronder"
                             " erover ertegen ertoe eruit ";

/* ---- Compounds ---- */

/* Words of three letters that may be a part. */
static const char short_parts[] =
    " wet som eis dag uur lid bus kas vak dak man arm oor oog bed weg zak jas bom hof pad pas ras reu ruw rug sex tas top vat voe was zee zus ego"
    " ijs kat kar kop mug mes muf nek net olie oma opa pop pot rol rem rit rok dier eed erf erg ex btw aow wia zzp bij gas tv pc pgb tak ";

/* Never a part: function words, and pieces that are suffixes or prefixes when they stand in a word. */
static const char never_parts[] =
    " aan achter af anders alle allen beneden bij binnen boven buiten door dit dat daar deze die even eerst erbij ging geen haar heel hier hoe in iets ik is"
    " jou kon langs met mij mijn na naar naast niet niets nog om onder ons onze op over per rond reeds te tegen ten ter terug toe tot tussen uit van vast vanaf"
    " via voor voorbij waar wat weer wel werd wie wordt zal zijn zelf zich zonder zou baar heid heden lijk lijke loos loze matig matige zaam zame achtig"
    " schap schappen ling ring ting ding ster ders aar aars erij isch ische iteit enis ende enden eling elingen eren eren atie aties ering eringen elijk elijks tie ties"
    " rein stand standen half hele meer mede stel zang anti over eind sing pleg vind trek trekken neem nemen komen kom zet zetten gaan staan lest tal ware"
    " teit steen gever nemer steling teling deling daan laat laten heer wijs wijze wijzen waarts waardig rijk arm vol volle tijds age ages orden gang ";

/* Only as a last part never, or as a first part never. */
static const char never_last[] = " king tand telling tellingen taan taand taande baar zake seis len ren eer neer geer leer dateer spees pees der den des ster sche achtig erom eren vormig soort ";
static const char never_first[] = " acht bed beet best buit cult gesp aangesp nagel toep verg vers voorn voorst waard ver ont her inter mini maxi ultra super hyper semi pseudo ver laat wel vol loop zend zeer even ander zak zee bom kop wel maat was tegen rem bal ruim tot kat ras pop ";
/* clang-format on */

/* ---- Lookup: one table of all forms, of how words end, and of roots ---- */

enum { SLOTS = 4096, TAIL_LEAST = 4, TAIL_MOST = 9 };

extern const struct embedded_file search_wholes[];
extern const size_t search_wholes_count;

enum kind { FORM, TAIL, ROOT, STOP, ASKING };

struct entry {
    text from, to; /* the form and its stem, how both end, a stem and its root; a word alone */
    enum kind kind;
};

enum { WHOLE_SLOTS = 1024 };

/* What a listed word may not be in a compound, or may be though it is short. */
enum part_rule { NEVER_FIRST = 1, NEVER_LAST = 2, SHORT_PART = 4 };

struct part {
    text word;
    unsigned rules;
};

enum { PART_SLOTS = 1024 };

struct dutch_forms {
    struct entry slots[SLOTS];
    struct part parts[PART_SLOTS];
    text wholes[WHOLE_SLOTS]; /* words never to split */
    size_t n_wholes;
};

/* The place of the entry, or the free one where it would stand. */
static size_t entry_slot(const struct dutch_forms *forms, enum kind kind, text from)
{
    size_t i = (text_hash(from) + kind) % SLOTS;
    while (forms->slots[i].from.len && (forms->slots[i].kind != kind || !text_eq(forms->slots[i].from, from)))
        i = (i + 1) % SLOTS;
    return i;
}

/* The first one of a word counts. */
static void add(struct dutch_forms *forms, enum kind kind, text from, text to)
{
    struct entry *e = &forms->slots[entry_slot(forms, kind, from)];
    if (!e->from.len) *e = (struct entry){from, to, kind};
}

static bool look_up(const struct dutch_forms *forms, enum kind kind, text from, text *to)
{
    if (!forms || !from.len) return false;
    const struct entry *e = &forms->slots[entry_slot(forms, kind, from)];
    if (e->from.len) *to = e->to;
    return e->from.len > 0;
}

/* The place of the word, or the free one where it would stand. */
static size_t whole_slot(const struct dutch_forms *forms, text word)
{
    size_t i = text_hash(word) % WHOLE_SLOTS;
    while (forms->wholes[i].len && !text_eq(forms->wholes[i], word)) i = (i + 1) % WHOLE_SLOTS;
    return i;
}

text dutch_wholes(void)
{
    return search_wholes_count ? text_of((const char *)search_wholes[0].bytes, search_wholes[0].len) : text_str("");
}

static void add_wholes(struct dutch_forms *forms)
{
    text lines = dutch_wholes();
    for (text line; text_next(&lines, '\n', &line);) {
        if (!text_starts(line, TEXT("heel:"))) continue;
        text word = text_trim(text_slice(line, strlen("heel:"), SIZE_MAX));
        if (!word.len || forms->n_wholes == WHOLE_SLOTS / 2) continue;
        forms->wholes[whole_slot(forms, word)] = word;
        forms->n_wholes++;
    }
}

/* The place of the word, or the free one where it would stand. */
static size_t part_slot(const struct dutch_forms *forms, text word)
{
    size_t i = text_hash(word) % PART_SLOTS;
    while (forms->parts[i].word.len && !text_eq(forms->parts[i].word, word)) i = (i + 1) % PART_SLOTS;
    return i;
}

static void add_parts(struct dutch_forms *forms, const char *list, unsigned rules)
{
    text words = text_str(list);
    for (text word; text_next(&words, ' ', &word);) {
        if (!word.len) continue;
        struct part *part = &forms->parts[part_slot(forms, word)];
        part->word = word;
        part->rules |= rules;
    }
}

text dutch_stops(void)
{
    return TEXT(stops);
}

static void add_words(struct dutch_forms *forms, enum kind kind, text words)
{
    for (text word; text_next(&words, ' ', &word);)
        if (word.len) add(forms, kind, word, word);
}

static void add_verb(struct dutch_forms *forms, text verb)
{
    text stem;
    if (!text_next(&verb, ' ', &stem)) return;
    add(forms, FORM, stem, stem);
    for (text form; text_next(&verb, ' ', &form);) add(forms, FORM, form, stem);
}

struct dutch_forms *dutch_forms_new(void)
{
    struct dutch_forms *forms = calloc(1, sizeof *forms);
    if (!forms) return NULL;
    add_wholes(forms);
    add_parts(forms, short_parts, SHORT_PART);
    add_parts(forms, never_parts, NEVER_FIRST | NEVER_LAST);
    add_parts(forms, never_first, NEVER_FIRST);
    add_parts(forms, never_last, NEVER_LAST);
    add_words(forms, STOP, dutch_stops());
    add_words(forms, ASKING, TEXT(asking));
    for (size_t i = 0; i < COUNT_OF(irregular); i++)
        add(forms, FORM, text_str(irregular[i].form), text_str(irregular[i].stem));
    for (size_t i = 0; i < COUNT_OF(irregular_tails); i++)
        add(forms, TAIL, text_str(irregular_tails[i].form), text_str(irregular_tails[i].stem));
    for (size_t i = 0; i < COUNT_OF(irregular_roots); i++)
        add(forms, ROOT, text_str(irregular_roots[i].stem), text_str(irregular_roots[i].root));
    for (size_t i = 0; i < COUNT_OF(strong_verbs); i++) add_verb(forms, text_str(strong_verbs[i]));
    return forms;
}

void dutch_forms_free(struct dutch_forms *forms)
{
    free(forms);
}

bool dutch_irregular(const struct dutch_forms *forms, text form, text *stem)
{
    return look_up(forms, FORM, form, stem);
}

bool dutch_irregular_tail(const struct dutch_forms *forms, text form, size_t *cut, text *tail)
{
    for (size_t len = TAIL_MOST; len >= TAIL_LEAST; len--) {
        if (form.len < len + 2) continue;
        *cut = form.len - len;
        if (look_up(forms, TAIL, text_slice(form, *cut, len), tail)) return true;
    }
    return false;
}

bool dutch_irregular_root(const struct dutch_forms *forms, text stem, text *root)
{
    return look_up(forms, ROOT, stem, root);
}

bool dutch_is_stop(const struct dutch_forms *forms, text word)
{
    enum { LONGEST = 9 };
    text itself;
    return word.len <= LONGEST && look_up(forms, STOP, word, &itself);
}

bool dutch_is_asking(const struct dutch_forms *forms, text stem)
{
    text itself;
    return look_up(forms, ASKING, stem, &itself);
}

static size_t prefix_of(const char *const *list, size_t n, text word, size_t nth)
{
    for (size_t i = 0; i < n; i++) { /* most fall at the first letter */
        if (word.len == 0 || list[i][0] != word.ptr[0]) continue;
        if (text_starts(word, text_str(list[i])) && nth-- == 0) return strlen(list[i]);
    }
    return 0;
}

size_t dutch_separable(text word, size_t nth)
{
    return prefix_of(separable, COUNT_OF(separable), word, nth);
}

size_t dutch_fixed(text word, size_t nth)
{
    return prefix_of(fixed, COUNT_OF(fixed), word, nth);
}

bool dutch_may_be_part(const struct dutch_forms *forms, text word, bool first)
{
    unsigned rules = forms ? forms->parts[part_slot(forms, word)].rules : 0;
    if (word.len < 3 || (word.len == 3 && !(rules & SHORT_PART))) return false;
    return !(rules & (first ? NEVER_FIRST : NEVER_LAST));
}

bool dutch_is_whole(const struct dutch_forms *forms, text word)
{
    return forms && forms->wholes[whole_slot(forms, word)].len;
}
