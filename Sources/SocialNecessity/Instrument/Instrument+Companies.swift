extension Instrument {
  /// Trust in and liking of what one meets there, from adverts to people one knows.
  static let advertsAndTrust = Section(
    Wording("Adverts and trust", "Reklamer og tillid"),
    grid(
      "ad4", Wording("How far do you trust …", "I hvor høj grad har du tillid til …"),
      .anchored(points: 7, low: notAtAll, high: Wording("completely", "fuldstændigt")), construct: .trust,
      rows: sources)
      + grid(
        "ad5", Wording("How far do you like …", "I hvor høj grad kan du lide …"),
        .anchored(points: 7, low: notAtAll, high: veryMuch), construct: .liking, rows: sources))

  /// The five behaviours of companies in the post's order, each rated twice, with how often each was seen.
  static let companies = Section(
    Wording("What companies do on social media", "Hvad virksomheder gør på sociale medier"),
    grid(
      "ba",
      Wording("How annoying is it when companies do this?", "Hvor irriterende er det, når virksomheder gør dette?"),
      .anchored(points: 7, low: notAtAll, high: Wording("extremely", "ekstremt")), construct: .annoying,
      rows: behaviours)
      + grid(
        "bs", Wording("How social is it when companies do this?", "Hvor socialt er det, når virksomheder gør dette?"),
        .anchored(
          points: 7, low: Wording("very social", "meget socialt"), high: Wording("very anti-social", "meget asocialt")),
        construct: .antisocialBehaviour, rows: behaviours)
      + grid(
        "bf", Wording("How often did you see this last week?", "Hvor ofte så du dette i sidste uge?"),
        .choices(
          [
            Wording("Never", "Slet ikke"), Wording("Once or twice", "En eller to gange"),
            Wording("Three to five times", "Tre til fem gange"), Wording("Six times or more", "Seks gange eller mere"),
          ], ordered: true), construct: .exposure, rows: behaviours))

  /// The five things whose trust and liking are asked for.
  static let sources: [(Wording, String)] = [
    (Wording("adverts on social media", "reklamer på sociale medier"), "adverts on social media"),
    (Wording("TV adverts", "tv-reklamer"), "TV adverts"),
    (Wording("posts by companies", "opslag fra virksomheder"), "company posts"),
    (Wording("posts by people I know", "opslag fra folk, jeg kender"), "posts by people I know"),
    (Wording("posts by strangers", "opslag fra fremmede"), "posts by strangers"),
  ]

  /// The five behaviours of companies, in the order of the post.
  static let behaviours: [(Wording, String)] = [
    (
      Wording("Paid posts with nothing in them for me", "Betalte opslag uden noget i dem til mig"),
      "low-value sponsored posts"
    ),
    (
      Wording(
        "Trending clips or jokes that have nothing to do with the brand",
        "Populære klip eller vittigheder, der intet har med mærket at gøre"), "off-brand trending content"
    ),
    (
      Wording("Asking me to share, like or repost", "At bede mig om at dele, like eller genopslå"), "begging for shares"
    ),
    (Wording("The same post again and again", "Det samme opslag igen og igen"), "repetitive posts"),
    (Wording("Automatic posts and replies", "Automatiske opslag og svar"), "automation"),
  ]
}
