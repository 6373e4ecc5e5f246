// CUSRES D.05B as we write it:
//
//   message   = BGM(962) [ RFF(TN) ] [ RFF(AF) DTM(189) DTM(232) LOC(125) LOC(87) ]
//               ( 1*passenger | refusal )
//   passenger = ERP(2 [: number]) [ RFF(AVF) ] [ RFF(ABO) ] ERC(0Z | 1Z | 2Z | 4Z) FTX(AAP)
//   refusal   = ERP(1) ERC(4Z) FTX(AAP)
//   FTX       = AAP, -, -, reason code : text
//
// SPEC: CUSRES D.05B segment group 4 (ERP RFF ERC FTX); ERP 1049: 1 header, 2 detail section.
#include "verifier/carrier/cusres.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace evisa::verifier::carrier {
namespace {

constexpr std::size_t kMaxText = 350;
constexpr std::array kCodes{std::pair{ResponseCode::board, std::string_view("0Z")},
                            std::pair{ResponseCode::do_not_board, std::string_view("1Z")},
                            std::pair{ResponseCode::advisory, std::string_view("2Z")},
                            std::pair{ResponseCode::insufficient_data, std::string_view("4Z")}};

/// Composes segments into a message's body.
class Body {
 public:
  explicit Body(std::string_view syntax) : syntax_(syntax) {}
  void add(std::string tag, std::vector<std::vector<std::string>> elements) {
    body_.push_back({std::move(tag), std::move(elements), 0});
  }
  void add_reference(const char* qualifier, const std::string& value) {
    if (!value.empty()) add("RFF", {{qualifier, value}});
  }
  void add_date(const char* qualifier, const SentDate& date) {
    if (!date.text.empty()) add("DTM", {{qualifier, date.text, date.format}});
  }
  void add_place(const char* qualifier, const std::string& place) {
    if (!place.empty()) add("LOC", {{qualifier}, {place}});
  }
  void add_text(const std::string& reason, const std::string& text) {
    auto shown = to_character_set(text, syntax_);
    if (shown.size() > kMaxText) shown.resize(kMaxText);
    add("FTX", {{"AAP"}, {}, {}, {to_character_set(reason, syntax_), std::move(shown)}});
  }
  [[nodiscard]] std::vector<Segment> take() { return std::move(body_); }

 private:
  std::string_view syntax_;
  std::vector<Segment> body_;
};

void add_passenger(const PaxResponse& pax, Body& body) {
  if (pax.number == 0)
    body.add("ERP", {{"2"}});
  else
    body.add("ERP", {{"2", fmt::to_string(pax.number)}});
  body.add_reference("AVF", pax.locator);
  body.add_reference("ABO", pax.reference);
  body.add("ERC", {{std::string(to_string(pax.code))}});
  body.add_text(pax.reason, pax.text);
}

/// Reads the segments of our own grammar, one after the other.
class CusresReader {
 public:
  explicit CusresReader(const std::vector<Segment>& body) : body_(body) {}

  Result<Cusres> read() {
    if (!at("BGM", "962")) return wrong("BGM+962");
    ++next_;
    if (at("RFF", "TN")) answer_.reference = body_[next_++].at(0, 1);
    if (at("RFF", "AF")) answer_.leg.flight = body_[next_++].at(0, 1);
    take_date("189", answer_.leg.departs);
    take_date("232", answer_.leg.arrives);
    if (at("LOC", "125")) answer_.leg.departure = body_[next_++].at(1);
    if (at("LOC", "87")) answer_.leg.arrival = body_[next_++].at(1);
    const bool refusal = at("ERP", "1");
    do {
      auto pax = read_point(refusal ? "1" : "2");
      if (!pax) return std::unexpected(pax.error());
      if (refusal)
        answer_.refused = pax->text;
      else
        answer_.passengers.push_back(std::move(*pax));
    } while (!refusal && next_ < body_.size());
    if (next_ < body_.size()) return wrong("the message's end");
    return std::move(answer_);
  }

 private:
  [[nodiscard]] bool at(std::string_view tag, std::string_view qualifier) const {
    return next_ < body_.size() && body_[next_].tag == tag && body_[next_].at(0, 0) == qualifier;
  }
  [[nodiscard]] std::unexpected<Error> wrong(std::string_view expected) const {
    return fail(Errc::malformed,
                fmt::format("CUSRES, segment {} of the body: {} expected", next_ + 1, expected));
  }
  void take_date(std::string_view qualifier, SentDate& date) {
    if (!at("DTM", qualifier)) return;
    date = {std::string(body_[next_].at(0, 1)), std::string(body_[next_].at(0, 2))};
    ++next_;
  }

  Result<PaxResponse> read_point(std::string_view section) {
    if (!at("ERP", section)) return wrong(fmt::format("ERP+{}", section));
    PaxResponse pax;
    for (const char digit : body_[next_++].at(0, 1)) {
      if (digit < '0' || digit > '9' || pax.number > kMaxInterchange) return wrong("a number");
      pax.number = pax.number * 10 + static_cast<std::size_t>(digit - '0');
    }
    if (at("RFF", "AVF")) pax.locator = body_[next_++].at(0, 1);
    if (at("RFF", "ABO")) pax.reference = body_[next_++].at(0, 1);
    if (next_ == body_.size() || body_[next_].tag != "ERC") return wrong("ERC");
    const auto code = parse_response_code(body_[next_++].at(0, 0));
    if (!code) return std::unexpected(code.error());
    pax.code = *code;
    if (!at("FTX", "AAP")) return wrong("FTX+AAP");
    pax.reason = body_[next_].at(3, 0);
    pax.text = body_[next_++].at(3, 1);
    return pax;
  }

  const std::vector<Segment>& body_;
  std::size_t next_ = 0;
  Cusres answer_;
};

/// What is echoed must be readable, whatever was sent.
void keep_to_level(InterchangeHeader& header) {
  const auto keep = [&](std::string& text) { text = to_character_set(text, header.syntax); };
  std::ranges::for_each(header.sender, keep);
  std::ranges::for_each(header.recipient, keep);
  keep(header.reference);
  keep(header.application);
}

}  // namespace

std::string_view to_string(ResponseCode code) {
  for (const auto& [known, text] : kCodes)
    if (known == code) return text;
  return "2Z";
}

Result<ResponseCode> parse_response_code(std::string_view text) {
  for (const auto& [code, known] : kCodes)
    if (known == text) return code;
  return fail(Errc::malformed, "ERC: 0Z, 1Z, 2Z or 4Z expected");
}

Message compose_cusres(const Cusres& answer, const Message& asked, std::string_view syntax) {
  Message message;
  message.reference = asked.reference;
  message.identifier = {"CUSRES", "D", "05B", "UN", "IATA"};
  message.access = asked.access;
  message.transfer = asked.transfer;
  Body body(syntax);
  body.add("BGM", {{"962"}});
  body.add_reference("TN", answer.reference);
  body.add_reference("AF", answer.leg.flight);
  body.add_date("189", answer.leg.departs);
  body.add_date("232", answer.leg.arrives);
  body.add_place("125", answer.leg.departure);
  body.add_place("87", answer.leg.arrival);
  for (const auto& pax : answer.passengers) add_passenger(pax, body);
  if (answer.passengers.empty()) {
    body.add("ERP", {{"1"}});
    body.add("ERC", {{std::string(to_string(ResponseCode::insufficient_data))}});
    body.add_text("MESSAGE REFUSED", answer.refused);
  }
  message.body = body.take();
  return message;
}

Result<Cusres> parse_cusres(const Message& message) {
  const bool known = message.identifier.size() >= 4 && message.type() == "CUSRES" &&
                     message.identifier[1] == "D" && message.identifier[2] == "05B";
  if (!known) return fail(Errc::unsupported, "UNH: CUSRES:D:05B:UN expected");
  return CusresReader(message.body).read();
}

std::string compose_contrl(const SyntaxFault& fault, std::string_view date, std::string_view time) {
  // An interchange without a header is answered by what all systems can read.
  InterchangeHeader header;
  if (fault.interchange) header = *fault.interchange;
  if (header.syntax.empty()) {
    header.syntax = "UNOA";
    header.syntax_version = "4";
    header.sender = header.recipient = {"UNKNOWN"};
    header.reference = "0";
  }
  keep_to_level(header);
  Message message;
  message.reference = "1";
  message.identifier = {"CONTRL", "4", "1", "UN"};
  message.body.push_back({"UCI",
                          {{header.reference},
                           header.sender,
                           header.recipient,
                           {"4"},
                           {fmt::to_string(static_cast<int>(fault.code))},
                           {fault.tag}},
                          0});
  std::swap(header.sender, header.recipient);
  header.date = date;
  header.time = time;
  MessageGroup alone;
  alone.messages.push_back(std::move(message));
  return compose(Interchange{std::move(header), {std::move(alone)}});
}

}  // namespace evisa::verifier::carrier
