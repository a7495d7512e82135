extension Instrument {
  /// Who answers, and how much they use social media.
  static let background = Section(
    Wording("About you", "Om dig"),
    [
      InstrumentItem(
        "age", Wording("How old are you?", "Hvor gammel er du?"),
        .choices(
          [
            Wording("18–29 years", "18–29 år"), Wording("30–49 years", "30–49 år"), Wording("50–64 years", "50–64 år"),
            Wording("65 years or more", "65 år eller mere"),
          ], ordered: false), construct: .background, facet: "age", offersDontKnow: false),
      InstrumentItem(
        "sex", Wording("What is your sex?", "Hvad er dit køn?"),
        .choices([Wording("Female", "Kvinde"), Wording("Male", "Mand")], ordered: false), construct: .background,
        facet: "sex", offersDontKnow: false),
      InstrumentItem(
        "region", Wording("Which region do you live in?", "Hvilken region bor du i?"),
        .choices(
          [
            Wording("Capital Region", "Region Hovedstaden"), Wording("Zealand", "Region Sjælland"),
            Wording("Southern Denmark", "Region Syddanmark"), Wording("Central Jutland", "Region Midtjylland"),
            Wording("North Jutland", "Region Nordjylland"),
          ], ordered: false), construct: .background, facet: "region", offersDontKnow: false),
      InstrumentItem(
        "edu", Wording("What is your highest completed education?", "Hvad er din højeste fuldførte uddannelse?"),
        .choices(
          [
            Wording("Primary and lower secondary", "Grundskole"), Wording("Upper secondary", "Gymnasial uddannelse"),
            Wording("Vocational", "Erhvervsuddannelse"),
            Wording("Short or medium-cycle higher", "Kort eller mellemlang videregående"),
            Wording("Long-cycle higher", "Lang videregående"),
          ], ordered: false), construct: .background, facet: "education"),
      InstrumentItem(
        "t2",
        Wording(
          "On how many of the last seven days did you use social media?",
          "På hvor mange af de seneste syv dage har du brugt sociale medier?"), .count(0...7), construct: .background,
        facet: "days of use", offersDontKnow: false),
    ])

  /// What is recorded without being asked.
  static let process = Section(
    Wording("Recorded, not asked", "Registreret, ikke spurgt om"),
    [
      InstrumentItem(
        "complete", Wording("Whether the last page was reached", "Om sidste side blev nået"),
        .choices([Wording("Reached", "Nået"), Wording("Not reached", "Ikke nået")], ordered: false),
        construct: .process, facet: "completion", offersDontKnow: false),
      InstrumentItem(
        "duration", Wording("Time taken in seconds", "Tid brugt i sekunder"), .recorded, construct: .process,
        facet: "duration", offersDontKnow: false),
      InstrumentItem(
        weightName, Wording("Survey weight (raked, mean 1)", "Vægt (raket, gennemsnit 1)"), .recorded,
        construct: .process, facet: "weight", offersDontKnow: false),
      InstrumentItem(
        syntheticName,
        Wording(
          "1: this record is synthetic, drawn by a simulation",
          "1: denne besvarelse er syntetisk, trukket af en simulering"),
        .recorded, construct: .process, facet: "mark", offersDontKnow: false),
    ])
}
