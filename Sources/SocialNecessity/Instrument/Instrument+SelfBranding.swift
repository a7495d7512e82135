extension Instrument {
  /// Promoting oneself: how much, how it is liked, and whether one tries to stop.
  static let selfBranding = Section(
    Wording("Showing oneself", "At vise sig selv frem"),
    [
      InstrumentItem(
        "p1", Wording("My last five likes or shares show …", "Mine seneste fem likes eller delinger viser …"),
        .anchored(
          points: 7, low: Wording("what I truly like", "hvad jeg virkelig kan lide"),
          high: Wording("the picture I want people to have of me", "det billede, jeg gerne vil give af mig selv")),
        construct: .selfBranding, facet: "likes as image"),
      InstrumentItem(
        "p3",
        Wording(
          "Of your friends' posts last month, how many per cent promoted the person who posted?",
          "Hvor mange procent af dine venners opslag i den seneste måned reklamerede for personen selv?"),
        .count(0...100), construct: .selfBranding, facet: "others' share", offersDontKnow: false),
      InstrumentItem(
        "p4",
        Wording(
          "Of your own posts last month, how many per cent promoted you or something you made?",
          "Hvor mange procent af dine egne opslag i den seneste måned reklamerede for dig eller noget, du har lavet?"),
        .count(0...100), construct: .selfBranding, facet: "own share", offersDontKnow: false),
    ]
      + grid(
        "p5",
        Wording(
          "How do you like it when people promote themselves?", "Hvad synes du om, at folk reklamerer for sig selv?"),
        .anchored(
          points: 7, low: Wording("dislike very much", "bryder mig slet ikke om det"),
          high: Wording("like very much", "kan rigtig godt lide det")), construct: .selfBranding,
        rows: [
          (Wording("when I do it", "når jeg gør det"), "liking of own"),
          (Wording("when others do it", "når andre gør det"), "liking of others'"),
        ])
      + [
        InstrumentItem(
          "p6", Wording("I have tried to post less about myself …", "Jeg har forsøgt at slå mindre op om mig selv …"),
          .choices(
            [
              Wording("No", "Nej"), Wording("Yes, and I managed", "Ja, og det lykkedes"),
              Wording("Yes, and I did not manage", "Ja, men det lykkedes ikke"),
            ], ordered: false), construct: .selfBranding, facet: "trying to stop")
      ])
}
