package toponym

// firstNames are given names common in English, Ukrainian, Russian and other
// news, folded forms; they announce a person where a capitalised word follows.
const firstNames = `aaron abdul abdullah abigail abraham adam adrian agnes ahmad ahmed aidan aisha alan albert alejandro aleksandr
alex alexander alexandra alexei alexey alexis alfred ali alice alina alisha allan allen allison alyssa amanda amber amir amy ana
anastasia anatoly anatoliy andre andrea andreas andrei andrew andrey andriy andrii andy angel angela angelina anita ann anna anne annie anthony
antoine anton antonio antony apti archie ariel arnold artem arthur artur asad ashley ashraf audrey austin barack barbara barry bashar beatrice becky
ben benjamin bernard bernie beth betty bill billy bob bobby bogdan bohdan boris brad bradley brandon brenda brendan brent brett brian bridget
bruce bruno bryan calvin cameron carl carla carlos carmen carol caroline carolyn casey catherine cathy cecilia charles charlie charlotte chloe
chris christian christina christine christopher cindy claire clara clarence claude claudia clifford clint clinton colin connie connor corey
craig crystal curtis cynthia dale damian dan dana daniel danielle danny daria darren darya dave david dawn dean deborah debra denis denise dennis denys
derek derrick diana diane dick dmitri dmitrii dmitriy dmitry dmytro dominic don donald donna doris dorothy doug douglas duncan dustin dylan earl eddie
edgar edith eduard edward edwin eileen elaine eleanor elena eli elizabeth ella ellen elon elvis emily emma emmanuel enrique eric erica erik
ernest esther ethan eugene eva evan evelyn evgeny faisal fatima felix fernando fiona floyd frances francis francisco franco frank franklin fred
frederick gabriel gareth gary gavin gene geoffrey george gerald gerard gerhard gina giorgio giovanni glen glenn gloria gordon grace graham
grant greg gregory gretchen guy gwen hannah hans harold harriet harry harvey hassan hazel heather hector heidi helen helena henri henrique henry herbert
herman hillary holly howard hugh hugo hussein ian ibrahim igor ihor ilya irene irina iris isaac isabel isabella ismail ivan ivanna jack jackie jackson
jacob jacqueline jake james jamie jan jane janet janice jared jason javier jay jean jeff jeffrey jen jennifer jenny jens jeremy jerome jerry
jesse jessica jessie jesus jill jim jimmy joan joann joanna joanne joe joel johan johann john johnny jon jonathan jordan jorge jose joseph
josh joshua joy joyce juan juanita judith judy julia julian julie julio june justin karen karim karl kate katherine kathleen kathryn kathy katie
katya kay keir keith kelly ken kenneth kent kerry kevin khaled kim kirill klaus konstantin kostiantyn kristen kristin kurt kyle kyrylo lance larisa larry lars laura lauren
laurence laurent laurie lawrence lech lee leo leon leonard leonid leslie lev lewis liam lillian linda lindsay lindsey lisa liz lloyd lois
lori louis louise luc lucas lucy luis luke lydia lynn lyudmila mahmoud maia maksym malcolm manuel marc marcel marco marcus margaret
maria marian marie marilyn marina mario marion mariya marjorie mark marlene marsha marshall martha martin marvin mary maryna mason matt matthew maureen
maurice max maxim maxime maxwell megan melanie melinda melissa mette michael michel michelle mick miguel mikael mike mikhail mildred milton mitch mohamed
mohammad mohammed moises molly monica morgan moritz moses muhammad mustafa mykhailo mykola myroslav nadia nancy naomi narendra natalia natalie nataliya
natasha nathan nathaniel neil nelson nicholas nick nicola nicolas nicole nigel nikita nikki nikol nikolai nikolay nina noah noel nora norman oksana olaf oleg oleh
oleksandr oleksandra oleksiy oleksii olena olesya olga olha oliver olivia olivier omar orest oscar oskar osman otto owen paddy pam pamela patricia patrick paul paula pavel
pavlo pedro peggy penny percy perry pete peter petro phil philip philippe phillip phyllis pierre pyotr rachel rafael ralph ramon ramzan randall randy
raul ray raymond rebecca recep regina reginald rene rex ricardo richard rick ricky rishi rita rob robert roberta roberto robin rodney roger
roland roman ron ronald ronnie rosa rose rosemary roy ruben rupert ruslan russell ruth ryan saddam sally salman salvador sam samantha samuel
sandra sanna sara sarah scott sean sebastian sergei sergey sergio serhii serhiy seth shane shannon sharon shaun shawn sheila shelby shelley shirley sidney
sigmar silvia simon sophia sophie stacy stan stanislav stanley stefan stella stephanie stephen steve steven stewart stuart sue susan suzanne svetlana sviatlana
svitlana sylvia taras tamara tammy tanya tara tatiana tatsiana taylor ted teresa terrence terry tetiana tetyana thelma theodore theresa thomas tiffany tim timothy
timur tina tobias todd tom tommy toni tony tracey tracy trevor troy tyler ursula vadim vadym valentin valentina valentyna valeria valerie valerii valery vanessa vasily vasyl
vera vernon veronica vicki victor victoria viktor viktoria viktoriia vincent viola violet virginia vitali vitalii vitaliy vitaly vivian vladimir vladislav
volodymyr vyacheslav wade wallace walter wanda wayne wendy werner wesley william willie winston wojciech xavier xi yana yaroslav yehor yevgeny yevhen yevheniia yevgeniy
yulia yuliia yuri yuriy yurii yusuf yvonne jordan chad israel georgia kenya india ireland china paris london sydney florence charlotte savannah brooklyn dallas orlando
carolina montana tennessee dakota indiana phoenix santiago valencia lourdes mercedes dolores lola florida cleveland hamilton
irving isaiah denzel cody isaac chelsea stepan lincoln houston madison preston zachary zoe md sri abu ibn bin
nadiia nadezhda halyna galina liubov lyubov valentyn kateryna ekaterina yekaterina anatolii danylo zoia polina mykyta yevgenia lesia larysa liudmyla ludmila roksolana solomiia iryna inna zinaida antonina raisa dasha masha sasha hanna vladyslav rostyslav sviatoslav yaroslava ostap heorhii matvii nazar tymofii zakhar hlib gleb hennadii gennady semen semyon fedir fyodor ilona karina kseniia ksenia marharyta lidiia tamila vlada emil`
