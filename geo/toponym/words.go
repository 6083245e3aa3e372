package toponym

import (
	"slices"
	"strings"
)

// wordList is what a class holds.
type wordList struct {
	class Class
	list  string
}

// words is the lexicon: what each class holds. A word may stand in several.
var words = []wordList{
	{Title, `mr mrs ms miss dr prof professor sir dame lord lady gen general lt lieutenant col colonel maj major capt captain sgt sergeant
		cpl corporal pvt private adm admiral cmdr brig brigadier marshal rep sen gov rev reverend fr father sister brother pope saint king
		queen prince princess duke duchess count baron emperor tsar sheikh ayatollah imam rabbi bishop archbishop cardinal hon det detective
		officer trooper deputy judge justice sheriff congressman congresswoman councilman councilwoman councilor councillor alderman
		comrade herr madame monsieur senor don uncle aunt coach`},
	{Role | Body, `president president-elect premier chancellor minister secretary senator representative governor govenor mayor ambassador envoy commander chief
		head leader spokesman spokeswoman spokesperson director chairman chairwoman chair ceo founder co-founder analyst expert historian
		journalist reporter correspondent editor author lawyer attorney prosecutor adviser advisor aide official officials diplomat
		lawmaker lawmakers deputy dictator ruler actor actress singer coach striker defender goalkeeper midfielder captain blogger activist dissident
		oligarch businessman manager owner vice-president co-chair economist professor scientist researcher artist farmer soldier volunteer
		president's admin administrator superintendent commissioner chieftain ombudsman presidents ministers leaders generals commanders
		governors negotiator negotiators delegation delegations mogul tycoon monarch`},
	{Month, `january february march april may june july august september october november december jan feb mar apr jun jul aug sept sep oct nov dec`},
	{Weekday, `monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun`},
	{Stop, `a an the this that these those it its he she they we you i his her their our your my and or but nor so yet if when while as at by
		for from in into of off on onto out over per to up with without within after before since until during because although though
		however meanwhile moreover nonetheless nevertheless despite though there here where who what why how which whose whom than then
		not no yes all any both each every few many more most much several some such other another one two three four five six seven
		eight nine ten dozens hundreds thousands millions earlier later now today yesterday tomorrow soon once again also even just only
		still too very back down under above below between among against about around across along near inside outside behind beyond
		through throughout toward towards via amid following according given including excluding regarding concerning like unlike unless
		first second third last next previous new old good great big small high low early late long short former current own same
		different various certain asked told said says photo file video watch read see live updated published update breaking exclusive
		opinion analysis editorial letter letters report reports reporting photograph image picture caption copyright reuters getty
		additionally furthermore finally similarly instead indeed perhaps maybe otherwise therefore thus hence overall notably
		economically historically currently recently previously initially eventually ultimately apparently reportedly allegedly
		officially sadly luckily clearly obviously interestingly simultaneously separately together elsewhere everywhere everyone
		everybody someone somebody nobody nothing something everything anything let lets do does did done has have had is are was
		were be been being will would shall should can could may might must get got go went come came make made take took give gave
		journalists politicians officials soldiers civilians residents people men women children troops forces police authorities
		local regional national international military political social media state government country city town village region area
		war conflict invasion attack attacks strike strikes fighting heavy intense part full half total main key outgoing incoming
		incumbent influential prominent exiled responding reacting speaking talking looking close`},
	{Link, `of the de la le du des da do di del della les los las el al upon on under am im an den der van von und and y e sur en aux st a in o da`},
	{Locative, `in at near inside outside around across throughout within over above beyond behind along via amid off through between`},
	{Motion, `to from towards toward into onto reach reached reaching leave left leaving enter entered entering entry cross crossed crossing visit visited visiting via for
		evacuated evacuate fled flee fleeing returned return`},
	{Direction, `north south east west northern southern eastern western northeast northwest southeast southwest northeastern northwestern
		southeastern southwestern north-east north-west south-east south-west north-eastern north-western south-eastern south-western
		northernmost southernmost easternmost westernmost`},
	{Compass, `north south east west northeast northwest southeast southwest`},
	{PartWord, `central centre center downtown outskirts outskirt suburb suburbs heart middle part parts side edge bank banks vicinity upper lower inner outer greater
		mainland rural occupied annexed liberated besieged embattled front-line frontline neighbouring neighboring bordering war-torn rebel-held
		government-held russian-occupied ukrainian-held government-controlled coast tip corner areas surroundings entrance approaches half`},
	{BorderWord, `border borders frontier boundary`},
	{Say, `said says say saying claimed claims claim claiming announced announces announce accused accuses accuse denied denies deny warned
		warns warn vowed vows vow insisted insists insist rejected rejects confirmed confirms confirm reported reports report stated states believes believe
		alleged alleges affirmed condemned condemns urged urges called calls calling demanded demands asked asks wants want wanted hopes hoped
		expects expect expected fears feared sees saw suspects suspect argued argues told tells added adds explained suggested suggests
		noted notes responded respond responds reacted agreed agrees agree refused refuses pledged pledges promised offers offered
		plans planned intends intend decided decides declared declares acknowledged acknowledges hinted admits admitted dismissed
		dismisses considers considered considering opposes opposed oppose supports supported mulls ponders weighs signals signalled
		insisting vowing threatens threatened threaten blames blamed blame lambasted slammed slams hails hailed welcomes welcomed welcome
		seeks sought regards views viewed thinks thought knows know says reaffirmed reiterated reiterates`},
	{Verb, `launched launches launch launching fired fires fire fires attacked attacks attack struck strikes strike hit hits captured captures capture
		seized seizes took takes take taken controls controlled control advanced advances advance invaded invades invade annexed annexes used uses use
		using sent sends send deployed deploys deploy withdrew withdraws withdraw needs need needed has have had having is are was were be been being will would could
		should may might must can began begins begin begun started starts start continues continued continue keeps kept holds held hold loses lost lose lost wins won win gets got getting got provides provided
		provide supplies supplied supply gives gave give trained trains built builds blocked blocks destroyed destroys shot shoots shelled shells
		bombed bombs intercepted downed downs repelled repels mobilized mobilised mobilizes imposed imposes signed signs exchanged swapped
		suffers suffered suffer faces faced faces face fights fought fight responds retaliated retaliates prepares prepared preparing moved moves move shifted
		increased increases reduced reduces stopped stops failed fails struggles struggled struggling bans banned backs backed
		benefits benefited becomes became makes made make does did do done sacked fired appointed elects elected exports imports
		joined joins stationed conducted blocked exploits relies relied depends depended leads led lies sits stands does doesn't don't didn't won't can't
		isn't hasn't wasn't couldn't wouldn't dispatched rushed races raced escalated stalled banned expelled summoned recalled
		freed releases released detains detained arrested jails jailed charges charged sentenced borders ceded`},
	{LiteralVerb, `strike strikes struck attack attacks attacked hit hits hitting shell shelled shelling shells bomb bombed bombing bombs capture captured capturing captures seize seized
		seizing seizes storm stormed storming crosses invade invaded invading occupy occupied occupying liberate liberated liberating recapture recaptured retake retook retaken enter entered entering visit
		visited visiting visits pound pounded pounding pummel pummeled pummeling level leveled leveling encircle encircled encircling surround surrounded surrounding reach reached
		reaching reaches leave left leaving flee fled fleeing defend defended defending defends lose take took taken taking control controlled controls controlling target targeted
		targeting targets threaten bombard bombarded bombarding evacuate evacuated evacuating besiege besieged besieging cross crossed crossing raid raided raiding
		rocked shook rocks rattled devastated destroyed destroying ravaged razed cede ceded ceding annex annexed annexing cover covers fall falls fell hammered holding held hold hits toured tours touring tour guard guards guarding protect protects protecting defended fill filled fills flood flooded`},
	{RegionHead, `region regions oblast oblasts province provinces krai governorate governorates voivodeship prefecture prefectures canton cantons state states republic territory territories`},
	{DistrictHead, `district districts raion raions rayon rayons county counties parish municipality municipalities hromada community borough boroughs township okrug arrondissement`},
	{TownHead, `city cities town towns village villages settlement settlements hamlet hamlets suburb suburbs neighbourhood neighborhood neighbourhoods neighborhoods
		township municipality resort port capital stronghold khutor commune hub`},
	{FacilityHead, `airport airports airfield airfields airbase airbases base bases afb bridge bridges dam plant plants station stations refinery refineries depot depots
		shipyard shipyards barracks stadium hospital prison jail cathedral monastery palace tower castle fortress building hall house
		square park port harbour harbor terminal factory mine mines steelworks reactor checkpoint crossing museum theatre theater mall market centre center cemetery
		school church lavra lighthouse observatory reservoir tunnel pier barrage spaceport cosmodrome arsenal zoo library embassy consulate`},
	{WaterHead, `river rivers sea lake lakes bay gulf strait straits reservoir ocean canal creek estuary lagoon channel basin harbor delta falls sound inlet`},
	{StreetHead, `street st road rd avenue ave boulevard blvd lane square highway drive way alley embankment prospekt prospect route`},
	{AreaHead, `peninsula mountains mountain mount island islands isle valley desert forest coast plateau hills hill steppe archipelago cape range plains highlands spit reef glacier oasis`},
	{CountryHead, `republic federation kingdom union emirates`},
	{AxisHead, `direction directions sector sectors axis axes front`},
	{OrgHead, `university universities college institute institution academy bank inc corp corporation co company ltd llc plc group holding holdings party foundation
		association society club fc united hospital church clinic center centre school schools museum airlines airways airline orchestra symphony
		theatre theater ballet opera festival films records studios pictures entertainment partners capital ventures fund funds trust
		brothers sons associates council committee league federation union motors energy gas oil petroleum steel foods insurance securities
		consulting research think-tank initiative programme program project movement network coalition alliance organization organisation
		charity ngo magazine newspaper channel tv television radio media agency stock exchange consortium index hotel hotels inn restaurant cafe
		cathedral seminary gallery library chamber journal review bulletin wildcats bulldogs tigers eagles lions bears cowboys giants raiders patriots
		lakers celtics yankees mets dodgers cubs sox broncos steelers packers falcons hawks bulls heat pistons knicks rangers devils sharks
		wolves rovers wanderers athletic hotspur fulham dynamo dinamo spartak shakhtar zenit lokomotiv marathon derby open cup grand prix`},
	{StateHead, `ministry army navy police government parliament department court forces guard administration council authority authorities service
		services assembly senate congress legislature commission bureau office agency cabinet embassy consulate customs`},
	{UnitHead, `battlegroup battlegroups regiment regiments brigade brigades battalion battalions division divisions corps legion squadron platoon company battery detachment unit units
		fleet flotilla mercenary mercenaries fighters militia contractors group troops men pmc`},
	{GearHead, `tank tanks ifv ifvs apc apcs rifle rifles missile missiles drone drones howitzer howitzers fighter jet jets bomber bombers
		helicopter helicopters rocket rockets launcher launchers mortar mortars gun guns pistol submarine submarines destroyer frigate cruiser corvette carrier
		uav uavs vehicle vehicles radar system systems warship shell shells grenade bullets vaccine virus variant`},
	{Paper, `times post news tribune herald journal gazette chronicle telegraph guardian independent mirror star sun globe observer examiner
		inquirer courier dispatch mail express press daily weekly standard register sentinel enquirer today review monitor record bee item argus
		advocate advertiser echo citizen ledger leader reporter republic democrat republican pravda broadcasting fm am tv telegram`},
	{EventHead, `war wars crisis conflict summit conference talks treaty accord accords agreement agreements protocol protocols declaration games olympics
		cup championship championships festival marathon derby open prix offensive invasion operation battle siege massacre pact convention
		forum memorandum process format issue question deal plan campaign front`},
	{Distance, `km kms kilometre kilometres kilometer kilometers mile miles metre metres meter meters yards m mi`},
	{Body, `military army forces troops soldiers navy air force defence defense foreign government parliament president prime minister
		ministry officials spokesman spokeswoman spokesperson leader leaders leadership authorities state security intelligence service
		services police central bank economy people nation allies ally interests policy invasion war ambitions aggression actions sovereignty
		independence integrity position regime supporters opposition embassy ambassador diplomats negotiators delegation media television
		tv prosecutor court courts lawmakers legislators constitution currency rouble influence dominance dependency dependence
		involvement intervention role support aid efforts offensive counteroffensive attack attacks assault strikes missile missiles drones
		artillery tanks fighters jets arsenal budget gdp exports imports gas oil energy company companies firm firms citizens
		population public secretary department congress senate treasury administration election elections vote team
		coach player players champion championship club national general staff chief head commander commanders stance demands
		demand request proposal plan plans goals goal decision response reaction claims claim statement announcement approval consent control
		command rule hands occupation annexation threat backing help assistance weapons sanctions sanction trade growing strategy
		nuclear battlefield defenders defender ground land naval special federal civil border guards guard governor mayor representative
		hackers spies agents operatives proxies proxy paratroopers marines infantry brigade battalion units unit pilots sailors conscripts veterans
		elite establishment bid push drive hopes fears concerns accession membership regular regional-military`},
	{Support, `aid support assistance help sanctions weapons arms funding financing backing packages package loans loan grants relations ties
		talks negotiations dialogue alliance cooperation war conflict tensions confrontation trade border dependence reliance pressure
		concessions attitude message threat threats loyalty commitment solidarity sympathy ally allies against supply supplies supplying give
		gives giving gave provide provides providing provided grant`},
	{Kin, `son daughter widow wife husband mother father native resident residents born residents' inhabitant inhabitants brother sister`},
	{Move, `leave left leaves leaving enter enters entered entering go goes going went gone come comes coming came travel travels travelled traveled travelling traveling trip visit visits fly flies flew flown flying
		move moves moved moving march marched arrive arrives arrived arriving arrival send sends sent sending deploy deploys deployed deploying
		deployment deliver delivers delivered delivering delivery deliveries transfer transferred transferring ship shipped shipping
		return returns returned returning flee flees fled fleeing evacuate evacuated evacuation evacuations withdraw withdrew withdrawn withdrawing
		withdrawal retreat retreated pullout dispatch dispatched advance advanced advancing advances push pushed pushing drive drove driven driving head
		heads headed heading bring brought carry carries carried ambassadors diplomats take took taken transport transported redeploy redeployed relocate relocated drove sail
		sailed cross crossed invited way road route escape escaped exiled deported deportation migrate migrants exodus export exports exported
		close closer fired launch launched launching`},
	{Assault, `attack attacks strike strikes assault assaults shelling bombardment raid raids bombing bombings offensive invasion incursion
		barrage siege march advance airstrike airstrikes onslaught crackdown drone drones missile missiles rocket rockets fire blitz push`},
	{Ground, `territory territories soil coast coasts coastline border borders airspace waters region regions oblast province district capital
		city cities town towns village villages north south east west northeast northwest southeast southwest northern southern eastern
		western countryside interior shores port ports frontline front-line front frontlines mountains forests fields streets metro
		skies sky outskirts suburbs centre center heart downtown second-largest largest biggest`},
	{City, `city town mayor downtown suburb suburbs outskirts metro tram airport streets street district districts residents centre center hub station`},
	{Partner, `with against by for than unlike like and`},
	{Made, `made based backed led supplied born friendly controlled installed held occupied provided donated funded sponsored style
		brokered run owned trained allied aligned linked born imposed appointed educated bound built`},
	{Deliver, `send sends sent sending deliver delivers delivered delivering delivery deliveries supply supplies supplied supplying provide provides provided
		providing give gives gave given giving transfer transfers transferred ship shipped shipping export exports exported sell sells sold ceding cede`},
	{Skipped, `the a an its their ukrainian russian key strategic port city town village`},
	{Origin, `refugees refugee evacuees evacuee migrants migrant people residents flights flight trains train citizens visitors tourists workers
		men women children volunteers troops soldiers farmers doctors home away far born natives exiles coming came comes grain wheat coal oil gas`},
	{Club, `dynamo dinamo shakhtar spartak zenit lokomotiv real atletico inter borussia bayern ac fc cska metalist vorskla karpaty torpedo olympique ajax
		sporting maccabi hapoel racing metalist zorya chornomorets chernomorets kryvbas polissya deportivo crvena dinamo sparta slavia steaua partizan union eintracht fortuna hertha`},
	{Treaty, `convention conventions statute accord accords agreement agreements protocol protocols memorandum format process treaty treaties
		declaration pact formula triangle communique charter`},
	{Abbrev, `st mt ft vs inc incl approx dept est jr sr al ca cf fig nr obl prov corp co ltd ave blvd rd etc`},
	{LowerName, `ukraine russia belarus poland germany france moldova lithuania latvia estonia slovakia romania bulgaria
		kyiv kiev moscow crimea donbas donbass kharkiv kharkov kherson zaporizhzhia luhansk lugansk donetsk mariupol bakhmut
		avdiivka kramatorsk washington beijing lviv odesa mykolaiv chernihiv poltava sumy pokrovsk`},
	{NotPlace, `wagner azov akhmat aidar taliban tass reuters putin zelensky bradley bradleys abrams leopard leopards challenger
		west eu stinger stingers javelin javelins patriot patriots caesar himars iskander kinzhal shahed geran kalibr grad nato isis
		hezbollah hamas cnn bbc afp politico interfax telegram facebook twitter google apple amazon meta starlink dalia covid start moskva share menu subscribe login`},
	{Adjunct, `nuclear power hydroelectric hydropower thermal air train railway rail bus metro military naval international oil steel iron chemical
		coal airborne research central main electric hydro metallurgical coke`},
	{Vessel, `ship cruiser frigate corvette submarine tanker flagship vessel warship destroyer freighter carrier minesweeper trawler icebreaker tug yacht ferry
		liner barge schooner boat trimaran hovercraft`},
	{Ordinal, `1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th first second third fourth fifth`},
}

var theLexicon = buildLexicon()

func buildLexicon() *lexicon {
	lists := slices.Concat(words, cyrillicWords, []wordList{{FirstName, firstNames}})
	n := 0
	for _, row := range lists {
		n += strings.Count(row.list, " ") + strings.Count(row.list, "\n") + 1
	}
	l := newLexicon(n)
	for _, row := range lists {
		for _, w := range strings.Fields(row.list) {
			l.add(w, row.class)
		}
	}
	return l
}
