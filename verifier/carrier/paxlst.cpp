// PAXLST D.05B:
//
//   message   = BGM(745) *( RFF | DTM | GEI ) *( NAD(MS) *( CTA | COM ) ) 1*flight 1*passenger
//               [ CNT ] [ AUT ]
//   flight    = TDT(20) *( LOC | DTM | RFF )       LOC+125 departure, LOC+87 arrival, DTM+189,
//   DTM+232 passenger = NAD(FL | DDU | FM | DDT) *( ATT | DTM | MEA | GEI | FTX | LOC | COM | EMP |
//   NAT |
//               RFF ) *( DOC *( DTM | GEI | RFF | LOC | CPI | QTY ) )
//
// Segments that the check does not need are allowed where they may stand and are not read.
#include "verifier/carrier/paxlst.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "verifier/carrier/boarding.h"

namespace evisa::verifier::carrier {
namespace {

using Tags = std::span<const std::string_view>;
constexpr std::array<std::string_view, 3> kHeader{"RFF", "DTM", "GEI"};
constexpr std::array<std::string_view, 2> kContact{"CTA", "COM"};
constexpr std::array<std::string_view, 3> kFlight{"LOC", "DTM", "RFF"};
constexpr std::array<std::string_view, 10> kPax{"ATT", "DTM", "MEA", "GEI", "FTX",
                                                "LOC", "COM", "EMP", "NAT", "RFF"};
constexpr std::array<std::string_view, 6> kDocument{"DTM", "GEI", "RFF", "LOC", "CPI", "QTY"};

SentDate date_of(const Segment& dtm) {
  return {std::string(dtm.at(0, 1)), std::string(dtm.at(0, 2))};
}

std::optional<PaxKind> kind_of(std::string_view qualifier) {
  if (qualifier == "FL") return PaxKind::passenger;
  if (qualifier == "DDU") return PaxKind::transit;
  if (qualifier == "FM" || qualifier == "DDT") return PaxKind::crew;
  return std::nullopt;
}

std::unexpected<Error> wrong(const Segment& segment, std::string_view what) {
  return fail(Errc::malformed,
              fmt::format("segment {} {}: {}", segment.position, segment.tag, what));
}

/// Reads a message's segments in their order.
class PaxListReader {
 public:
  explicit PaxListReader(const Message& message) : body_(message.body) {}

  Result<PaxList> read() {
    if (auto ok = read_header(); !ok) return std::unexpected(ok.error());
    while (at("TDT"))
      if (auto ok = read_flight(); !ok) return std::unexpected(ok.error());
    if (list_.legs.empty()) return missing("TDT+20, the flight");
    while (at("NAD"))
      if (auto ok = read_passenger(); !ok) return std::unexpected(ok.error());
    if (list_.passengers.empty()) return missing("NAD+FL, a passenger");
    if (auto ok = read_end(); !ok) return std::unexpected(ok.error());
    return std::move(list_);
  }

 private:
  [[nodiscard]] bool at(std::string_view tag) const {
    return next_ < body_.size() && body_[next_].tag == tag;
  }
  [[nodiscard]] bool at_one_of(Tags tags) const {
    return next_ < body_.size() && std::ranges::find(tags, body_[next_].tag) != tags.end();
  }
  [[nodiscard]] std::unexpected<Error> missing(std::string_view what) const {
    if (next_ < body_.size())
      return wrong(body_[next_], fmt::format("cannot stand here; expected: {}", what));
    return fail(Errc::malformed, fmt::format("the message ends; expected: {}", what));
  }

  Result<void> read_header() {
    if (!at("BGM")) return missing("BGM+745");
    const Segment& bgm = body_[next_++];
    if (bgm.at(0) != "745")
      return fail(Errc::unsupported,
                  fmt::format("segment {} BGM: 745 (passenger list) expected", bgm.position));
    list_.function = bgm.at(1);
    if (!list_.function.empty() && list_.function != "CP")
      return fail(Errc::unsupported,
                  fmt::format("segment {} BGM: a new list or CP (changed passengers) expected",
                              bgm.position));
    for (; at_one_of(kHeader); ++next_)
      if (at("RFF") && body_[next_].at(0, 0) == "TN") list_.reference = body_[next_].at(0, 1);
    // Without it a later message could not be told from this one sent again.
    if (list_.reference.empty()) return missing("RFF+TN, the transaction's reference");
    while (at("NAD") && body_[next_].at(0) == "MS")
      for (++next_; at_one_of(kContact);) ++next_;
    return {};
  }

  Result<void> read_flight() {
    const Segment& tdt = body_[next_++];
    if (tdt.at(0) != "20") return wrong(tdt, "20 (main carriage) expected");
    if (tdt.at(1).empty()) return wrong(tdt, "no flight number");
    // Every TDT begins legs of its own: the same flight's next one, or another flight's.
    std::vector<PaxLeg> legs{{.carrier = std::string(tdt.at(4)),
                              .flight = std::string(tdt.at(1)),
                              .departure = {},
                              .arrival = {},
                              .departs = {},
                              .arrives = {}}};
    for (; at_one_of(kFlight); ++next_) take_flight_detail(body_[next_], legs);
    list_.legs.insert(list_.legs.end(), legs.begin(), legs.end());
    return {};
  }

  /// A second departure begins the flight's next leg; times belong to the leg that is under way.
  static void take_flight_detail(const Segment& s, std::vector<PaxLeg>& legs) {
    const auto what = s.at(0, 0);
    if (s.tag == "LOC" && what == "125" && !legs.back().departure.empty()) {
      PaxLeg next;
      next.carrier = legs.back().carrier;
      next.flight = legs.back().flight;
      legs.push_back(std::move(next));
    }
    PaxLeg& leg = legs.back();
    if (s.tag == "LOC" && what == "125") leg.departure = s.at(1);
    if (s.tag == "LOC" && what == "87") leg.arrival = s.at(1);
    if (s.tag == "DTM" && what == "189") leg.departs = date_of(s);
    if (s.tag == "DTM" && what == "232") leg.arrives = date_of(s);
  }

  Result<void> read_passenger() {
    const Segment& nad = body_[next_++];
    const auto kind = kind_of(nad.at(0));
    if (!kind) return wrong(nad, "FL, DDU, FM or DDT expected");
    if (list_.passengers.size() == kMaxPassengers)
      return fail(Errc::out_of_range, fmt::format("more than {} passengers", kMaxPassengers));
    Pax& pax = list_.passengers.emplace_back();
    pax.kind = *kind;
    pax.surname = nad.at(3, 0);
    for (std::size_t i = 1; i < 5; ++i) {
      const auto given = nad.at(3, i);
      if (!given.empty())
        pax.given_names += (pax.given_names.empty() ? "" : " ") + std::string(given);
    }
    for (; at_one_of(kPax); ++next_) take_detail(body_[next_], pax);
    while (at("DOC")) read_document(pax);
    return {};
  }

  /// Equal contents twice are one; different ones are nobody's to choose between.
  template <class T>
  static void set(T& field, T value, const char* name, Pax& pax) {
    if (field == T{})
      field = std::move(value);
    else if (field != value &&
             std::ranges::find(pax.contradictions, name) == pax.contradictions.end())
      pax.contradictions.emplace_back(name);
  }

  static void take_detail(const Segment& s, Pax& pax) {
    const auto what = s.at(0, 0);
    if (s.tag == "ATT" && what == "2") set(pax.sex, std::string(s.at(2)), "sex", pax);
    if (s.tag == "DTM" && what == "329") set(pax.birth, date_of(s), "date_of_birth", pax);
    if (s.tag == "NAT" && what == "2")
      set(pax.nationality, std::string(s.at(1)), "nationality", pax);
    if (s.tag == "LOC" && what == "178") pax.embarks = s.at(1);
    if (s.tag == "LOC" && what == "179") pax.disembarks = s.at(1);
    if (s.tag == "RFF" && what == "AVF") set(pax.locator, std::string(s.at(0, 1)), "AVF", pax);
    if (s.tag == "RFF" && what == "ABO") set(pax.reference, std::string(s.at(0, 1)), "ABO", pax);
  }

  void read_document(Pax& pax) {
    const Segment& doc = body_[next_++];
    PaxDocument document{.type = std::string(doc.at(0, 0)),
                         .number = std::string(doc.at(1, 0)),
                         .expiry = {},
                         .issuing_state = {}};
    for (; at_one_of(kDocument); ++next_) {
      const Segment& s = body_[next_];
      if (s.tag == "DTM" && s.at(0, 0) == "36") document.expiry = date_of(s);
      if (s.tag == "LOC" && s.at(0) == "91") document.issuing_state = s.at(1);
    }
    if (std::ranges::find(pax.documents, document) == pax.documents.end())
      pax.documents.push_back(std::move(document));
  }

  Result<void> read_end() {
    for (; at("CNT"); ++next_) {
      const Segment& cnt = body_[next_];
      if (cnt.at(0, 0) == "42" && cnt.at(0, 1) != fmt::to_string(list_.passengers.size()))
        return wrong(cnt, fmt::format("{} passengers are in the message", list_.passengers.size()));
    }
    if (at("AUT")) ++next_;
    if (next_ < body_.size()) return wrong(body_[next_], "cannot stand here");
    return {};
  }

  const std::vector<Segment>& body_;
  std::size_t next_ = 0;
  PaxList list_;
};

}  // namespace

Result<PaxList> parse_paxlst(const Message& message) {
  const std::vector<std::string> id = message.identifier;
  const bool known =
      id.size() >= 4 && id[0] == "PAXLST" && id[1] == "D" && id[2] == "05B" && id[3] == "UN";
  if (!known) return fail(Errc::unsupported, "UNH: PAXLST:D:05B:UN expected");
  return PaxListReader(message).read();
}

}  // namespace evisa::verifier::carrier
