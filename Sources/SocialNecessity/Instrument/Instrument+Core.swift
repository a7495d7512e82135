extension Instrument {
  /// The anti-social items; a1 and a4 are keyed against the others.
  static let antisocial = Section(
    Wording("How social media feels", "Hvordan sociale medier føles"),
    [
      InstrumentItem(
        "a1",
        Wording(
          "After using social media I usually feel …", "Når jeg har brugt sociale medier, føler jeg mig som regel …"),
        .anchored(
          points: 7, low: Wording("much less connected to people", "meget mindre forbundet med andre"),
          high: Wording("much more connected to people", "meget mere forbundet med andre")), isReversed: true,
        construct: .antisocial, facet: "connection"),
      InstrumentItem(
        "a2", Wording("On social media people mostly talk …", "På sociale medier taler folk mest …"),
        .anchored(
          points: 7, low: Wording("with each other", "med hinanden"), high: Wording("at each other", "til hinanden")),
        construct: .antisocial, facet: "talk"),
      InstrumentItem(
        "a3",
        Wording(
          "Time on social media takes me away from people I care about …",
          "Tid på sociale medier tager mig væk fra mennesker, jeg holder af …"),
        .anchored(points: 7, low: Wording("never", "aldrig"), high: Wording("always", "altid")),
        construct: .antisocial, facet: "displacement"),
      InstrumentItem(
        "a4",
        Wording(
          "Of my contacts on social media I could turn to …",
          "Af mine kontakter på sociale medier kunne jeg henvende mig til …"),
        .anchored(points: 7, low: Wording("none", "ingen"), high: Wording("nearly all", "næsten alle")),
        isReversed: true, construct: .antisocial, facet: "support"),
      InstrumentItem(
        "a5", Wording("Companies on social media talk …", "Virksomheder på sociale medier taler …"),
        .anchored(points: 7, low: Wording("with me", "med mig"), high: Wording("at me", "til mig")),
        construct: .antisocial, facet: "talk of companies"),
    ])

  /// The necessity items; n3 and n4 are keyed against the others.
  static let necessity = Section(
    Wording("What social media is needed for", "Hvad sociale medier er nødvendige til"),
    [
      InstrumentItem(
        "n1",
        Wording(
          "Giving up all social media for a year would be …", "At undvære alle sociale medier i et år ville være …"),
        .anchored(points: 7, low: Wording("very easy", "meget let"), high: Wording("very hard", "meget svært")),
        construct: .necessity, facet: "difficulty"),
      InstrumentItem(
        "n2",
        Wording(
          "Of the invitations, news and work I need, without social media I would miss …",
          "Af de invitationer, nyheder og opgaver, jeg har brug for, ville jeg uden sociale medier gå glip af …"),
        .anchored(points: 7, low: Wording("nothing", "intet"), high: Wording("nearly all", "næsten alt")),
        construct: .necessity, facet: "social access"),
      InstrumentItem(
        "n3",
        Wording(
          "I could do what I need to do without social media …",
          "Jeg kunne gøre det, jeg har brug for, uden sociale medier …"),
        .anchored(points: 7, low: Wording("not at all", "slet ikke"), high: Wording("completely", "helt og holdent")),
        isReversed: true, construct: .necessity, facet: "function"),
      InstrumentItem(
        "n4",
        Wording(
          "On social media I am expected to be reachable by …", "På sociale medier forventes jeg at kunne træffes af …"),
        .anchored(points: 7, low: Wording("everybody", "alle"), high: Wording("nobody", "ingen")), isReversed: true,
        construct: .necessity, facet: "social expectation"),
    ])

  /// Help and harm on unipolar points, felt conflict, and the collective trap.
  static let conflict = Section(
    Wording("Help, harm and mixed feelings", "Gavn, skade og blandede følelser"),
    [
      InstrumentItem(
        "u1", Wording("Social media helps my social life …", "Sociale medier gavner mit sociale liv …"),
        .anchored(points: 7, low: notAtAll, high: veryMuch), construct: .benefit, facet: "social life"),
      InstrumentItem(
        "u2", Wording("Social media harms my social life …", "Sociale medier skader mit sociale liv …"),
        .anchored(points: 7, low: notAtAll, high: veryMuch), construct: .harm, facet: "social life"),
      InstrumentItem(
        "f1", aboutSocialMedia,
        .anchored(points: 7, low: Wording("not torn", "ikke splittet"), high: Wording("very torn", "meget splittet")),
        construct: .feltConflict, facet: "torn"),
      InstrumentItem(
        "f2", aboutSocialMedia,
        .anchored(
          points: 7, low: Wording("not mixed", "slet ikke blandede følelser"),
          high: Wording("very mixed", "meget blandede følelser")), construct: .feltConflict, facet: "mixed"),
      InstrumentItem(
        "f3", aboutSocialMedia,
        .anchored(points: 7, low: Wording("certain", "sikker"), high: Wording("undecided", "i tvivl")),
        construct: .feltConflict, facet: "undecided"),
      InstrumentItem(
        "t1",
        Wording(
          "If one button removed social media for everyone, I would …",
          "Hvis én knap fjernede sociale medier for alle, ville jeg …"),
        .anchored(
          points: 7, low: Wording("certainly not press it", "helt sikkert ikke trykke"),
          high: Wording("certainly press it", "helt sikkert trykke")), construct: .collectiveTrap, facet: "button"),
    ])

  /// The first item of each core scale, asked of the time five years ago.
  static let before = Section(
    Wording("Five years ago", "For fem år siden"),
    [
      InstrumentItem(
        "c0",
        Wording("Did you use social media five years ago?", "Brugte du sociale medier for fem år siden?"),
        .choices(
          [Wording("Yes, I did", "Ja, det gjorde jeg"), Wording("No, I did not", "Nej, det gjorde jeg ikke")],
          ordered: false),
        construct: .background, facet: "use five years ago", offersDontKnow: false),
      InstrumentItem(
        "c1",
        Wording(
          "Five years ago, after using social media I usually felt …",
          "For fem år siden, når jeg havde brugt sociale medier, følte jeg mig som regel …"),
        .anchored(
          points: 7, low: Wording("much less connected to people", "meget mindre forbundet med andre"),
          high: Wording("much more connected to people", "meget mere forbundet med andre")), isReversed: true,
        construct: .antisocialBefore, facet: "connection"),
      InstrumentItem(
        "c2",
        Wording(
          "Five years ago, giving up all social media for a year would have been …",
          "For fem år siden ville det at undvære alle sociale medier i et år have været …"),
        .anchored(points: 7, low: Wording("very easy", "meget let"), high: Wording("very hard", "meget svært")),
        construct: .necessityBefore, facet: "difficulty"),
    ])

  static let notAtAll = Wording("not at all", "slet ikke")
  static let veryMuch = Wording("very much", "i meget høj grad")
  private static let aboutSocialMedia = Wording(
    "About social media I feel …", "Når det gælder sociale medier, føler jeg mig …")
}
