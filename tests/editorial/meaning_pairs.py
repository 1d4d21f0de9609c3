"""Sentences as they are said at a conference on health, and questions that they answer in other words."""

from __future__ import annotations

# what is said, three sentences to each stretch of one voice; a question below names its stretch by number
SAID = (
    ("Trust is built slowly. You turn up every week for a year. Then people begin to talk to you.",),
    ("We moved the clinic to the library on Saturdays. Nobody has to take a day off. Attendance doubled.",),
    ("The letters were written by lawyers. Half of our patients could not read them. We wrote them anew.",),
    ("Our interpreters are booked by telephone. It takes three minutes. Before, children did it.",),
    ("The bus stops running at six. If your appointment is at seven you walk home. That is four miles in the dark.",),
    ("We pay everybody who sits on the panel. Their time is worth as much as mine. It is cheap.",),
    ("The records do not follow the patient. Each hospital asks the same forty questions. She told it nine times.",),
    ("Midwives see every mother at home. They notice the damp and the cold. So they write to the landlord.",),
    ("Young men do not come to the surgery. They come to the barber. So barbers take blood pressure.",),
    ("The money ended in March. The workers left in April. The families asked where everybody had gone.",),
    ("Loneliness is as bad as smoking. A walking group costs nothing. Some have found their best friend there.",),
    ("We count what is easy to count. Nobody measures whether people felt heard. What is not counted is cut.",),
    ("Nurses from abroad wait a year for their papers. In that time they drive taxis. We need them on the wards.",),
    ("The app was lovely. Most of our older people have no smartphone. They rang the desk, as always.",),
    ("When the heating is off, asthma comes back. We prescribe a warm home now. Admissions fell by a third.",),
    ("Lunch is served in the main hall at one. Coats can be left by the door. Please wear your badge.",),
    ("Thank you all for coming today. It was a long journey for some of you. The slides will be sent round.",),
    ("The microphone is not working. Can you hear me at the back. Let me try the other one.",),
    ("Dentists will not take new patients. People pull their own teeth. That is not a figure of speech.",),
    ("We asked prisoners what they needed. They said somebody to call on the first night out. Now there is.",),
    ("Screening vans park at the mosque after Friday prayers. The imam was first in line. Two hundred women came.",),
    ("Every complaint is read by the board aloud. It is uncomfortable. That is the point of it.",),
    ("My brother has learning disabilities. Doctors speak to me, not him. Now he has a card that says talk to me.",),
    ("Food banks gave us their list of closing hours. We put a nurse there at those times. One of ten had diabetes.",),
)  # fmt: skip

# question → number of the stretch that answers it
ASKED = {
    "how do you win the confidence of a community": 0,
    "making opening times suit people with jobs": 1,
    "correspondence that is too hard to understand": 2,
    "help for those who speak another language": 3,
    "public transport problems in the evening": 4,
    "should volunteers be compensated financially": 5,
    "why do I have to repeat my medical history": 6,
    "housing conditions affecting newborns": 7,
    "reaching males who avoid the doctor": 8,
    "what happens when funding is withdrawn": 9,
    "social isolation among residents": 10,
    "are we evaluating the right outcomes": 11,
    "overseas staff held up by bureaucracy": 12,
    "pensioners excluded by digital services": 13,
    "cold houses and breathing illness": 14,
    "lack of oral health care": 18,
    "support after release from jail": 19,
    "cancer checks at places of worship": 20,
    "how leaders learn from negative feedback": 21,
    "being ignored by clinicians because of a disability": 22,
    "finding undiagnosed illness among people in poverty": 23,
}
