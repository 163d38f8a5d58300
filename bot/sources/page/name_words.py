"""Words that tell names of people from titles, affiliations and parts of a programme.

In lower case without accents. The lists are of common words; what they leave open, the page's own
habits decide (`headlines`).
"""

_HONORIFICS = """
prof prof. professor prof.dr prof.dr. prof.ssa dr dr. mr mr. ms ms. mrs mrs. sir dame pd
priv.-doz. univ.-prof. dipl.-ing. ing. h.c. rer. nat. phil. em. emeritus apl. jun.-prof.
juniorprof. dott. dott dott.ssa mme m. mlle dra dra. sra. sr. herr frau assoc. asst. associate
assistant privatdozent habil. dr.-ing. msc m.sc. bsc phd ph.d.
"""
HONORIFICS = frozenset(_HONORIFICS.split())
_PARTICLES = """
de da di del della dello delle degli der den des do dos das du la le lo li el al bin ibn ben
van von vom zu zum zur ter ten te y e af av und i of st. mac mc abu ap dal d
"""
PARTICLES = frozenset(_PARTICLES.split()) - {"of", "und"}

# Common words of titles and programmes: a phrase with one of them is no name.
_PLAIN = """
a an the on of in for to from with without by at as is are was be and or not new using towards
toward via into beyond between through under over about against among across after before when why
how what where which who whether do does can will should we our your you my this that these those
it its all any some more most less than then only one two three first second third
der die das ein eine und oder mit ohne fur uber zur zum im am aus bei nach vor zwischen von wie was
les des une un pour avec sans sur dans entre ou et est que qui au aux
los las una con sin sobre por para entre como
gli il una per con su tra fra come sul sulla nel nella dei alla
opening remarks welcome closing conclusion concluding break breaks coffee coffe tea lunch dinner
breakfast reception banquet social session sessions poster posters panel discussion discussions
talk talks lecture lectures seminar seminars workshop workshops tutorial tutorials keynote invited
contributed plenary oral spotlight spotlights presentation presentations introduction intro intros
registration registrations excursion tour awards award ceremony meeting business closing address
program programme schedule schedules agenda day morning afternoon evening overview summary outlook
questions answers hour office exam exams holiday holidays vacation recess thanksgiving easter
christmas cancelled canceled postponed tba tbd tbc none nobody organizer organizers organisers
speaker speakers title abstract date time room location venue zoom link links video videos slides
slide recording paper papers update updates news contact home about archive previous past upcoming
future events event conference symposium colloquium school summer winter spring fall autumn term
semester week month year track stream part chapter free wine cheese drinks party open end wrap up
mittagspause kaffeepause pause begrussung eroffnung abschluss anmeldung ankunft abendessen vortrag
vortrage mittagessen podiumsdiskussion mitgliederversammlung empfang sektempfang verabschiedung
einfuhrung programm termin titel raum ort zeit uhr
accueil pause dejeuner cloture ouverture inscription repas discussion conference expose
bienvenida apertura almuerzo clausura descanso cafe comida registro inauguracion
benvenuto apertura pranzo chiusura pausa registrazione saluti
learning deep machine neural network networks data model models modeling modelling theory
theoretical analysis algorithm algorithms method methods optimization optimisation optimal
statistical statistics stochastic random probability probabilistic bayesian gaussian inference
estimation approximation gradient descent convex nonconvex linear nonlinear dynamics dynamical
system systems quantum classical physics physical chemistry biology biological mathematics
mathematical geometry geometric topology topological algebra algebraic number graph graphs
equation equations differential partial integral operator operators space spaces group groups
function functions functional spectral matrix tensor vector representation representations
language languages large small foundation generative diffusion transformer transformers attention
causal reinforcement supervised unsupervised federated robust robustness fair fairness privacy
secure security cryptography complexity computational computing computation computer vision image
images imaging signal processing information coding communication wireless robotics control
economic economics finance financial market markets policy political public health medical clinical
climate energy environmental social science sciences engineering design development evaluation
benchmark benchmarking performance efficient efficiency scalable scaling scale fast exact high low
dimensional dimension dimensions multi single local global structure structures structured
properties property applications application approach approaches framework frameworks problem
problems challenge challenges perspective perspectives recent advances progress state art review
survey study studies understanding explaining exploring improving measuring predicting evaluating
detecting solving bounds bound limits limit convergence stability consistency universality
generalization regularization implicit bias loss landscape landscapes training trained test
simulation simulations experiment experiments experimental observation observations measurement
phase transition transitions transport energy wave waves field fields particle particles matter
star stars galaxy galaxies cosmology gravity black hole holes dark light laser optics optical
magnetic magnetism superconductivity superconducting superconductors electron electronic spin
topics topic challenges ideas case history human brain cognitive memory behavior behaviour
interactive interaction interactions software hardware programming code open source tools tool
type types tiny injective cubical synthetic homotopy category categories logic proof proofs set
sets ring rings module modules manifold manifolds curve curves surface surfaces knot knots
flow flows turbulence fluid fluids kinetic kinetics thermal heat mean-field asymptotic asymptotics
dynamic pricing game games auction auctions mechanism decision decisions planning sampling
monte carlo markov chain chains process processes time-series series wasserstein kernel kernels
unveiling rise role impact impacts effects effect evidence lessons guide tale story towards
mittagsvorlesung festvortrag symposien workshops hauptvortrag mentor board committee steering
south north east west united states kingdom
group groups virtual online live hybrid stream streaming break-out breakout breakouts mentoring
"""
NOT_NAMES = frozenset(_PLAIN.split())
_MAY_BE_NAMES = """
una will per an su do may june april art mark grant long lo rose
"""
MAY_BE_NAMES = frozenset(_MAY_BE_NAMES.split())
_MAY_BE_SURNAMES = """
winter summer day black light fields star young page case short little friend church hall bell
west north king field price wells stone may march spring long energy
"""
MAY_BE_SURNAMES = frozenset(_MAY_BE_SURNAMES.split()) - {"energy"}
NOT_NAME_ENDINGS = (
    "tion", "tions", "ity", "ities", "ness", "ment", "ments", "ology", "ological", "ical", "istic",
    "ization", "isation", "ising", "izing", "ating",
    "isms", "ism", "ology", "graphy", "ability", "ible", "able", "ative", "etric", "ology",
    "ungen", "heit", "keit", "schaft", "ics",
)  # fmt: skip

_AFFILIATIONS = """
university universitat universitaet universite universita universidad universidade univ
universiteit uniwersytet uni institute institut instituto istituto insitute college school
department dept dipartimento departamento departement faculty fakultat center centre centro
zentrum laboratory laboratories lab labs laboratoire research academy academia akademie
hochschule polytechnic politecnico polytechnique ecole escola escuela scuola observatory
observatoire hospital clinic inc ltd gmbh corp corporation company group foundation
technologies tech technion museum council agency ministry bank eth epfl mit cnrs inria ucl
ucla caltech kaist kth cern nasa esa ibm google microsoft amazon aws meta facebook apple
deepmind nvidia openai anthropic huawei intel samsung sony bosch siemens harvard stanford yale
princeton columbia cornell berkeley oxford cambridge imperial mila tum lmu rwth fu hu tu ku
dtu cispa mpi desy tifr iisc csic infn icrea lse sissa ictp weizmann technische freie
politecnica normale superieure normal superior sorbonne
"""
AFFILIATIONS = frozenset(_AFFILIATIONS.split())
_COUNTRIES = """
usa uk us germany france italy spain switzerland austria netherlands belgium sweden norway
denmark finland poland portugal ireland scotland england canada mexico brazil chile argentina
colombia japan china korea india israel australia singapore taiwan russia turkey greece czech
hungary romania iran egypt deutschland schweiz osterreich frankreich italien suisse italia
espana pakistan vietnam ukraine serbia croatia slovenia estonia
"""
COUNTRIES = frozenset(_COUNTRIES.split())
