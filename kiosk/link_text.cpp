// How the booth stands to its airport's service, as JSON and as a line for the officer.
#include "kiosk/link_text.h"

#include <fmt/format.h>

namespace evisa::kiosk {
namespace {

std::string queue_text(std::size_t queue, visa::Language language) {
  switch (language) {
    case visa::Language::ru:
      return fmt::format("не передано событий: {}", queue);
    case visa::Language::kk:
      return fmt::format("жіберілмеген оқиғалар: {}", queue);
    case visa::Language::en:
    case visa::Language::zh:  // a traveller's language, not an officer's
      break;
  }
  return fmt::format("events not handed in: {}", queue);
}

std::string state_text(const LinkReport& link, visa::Language language) {
  const bool up = link.state == LinkState::up;
  switch (language) {
    case visa::Language::ru:
      return up ? "сервер аэропорта: на связи"
                : fmt::format("сервер аэропорта: НЕТ СВЯЗИ ({}), место работает само", link.fault);
    case visa::Language::kk:
      return up ? "әуежай сервері: байланыс бар"
                : fmt::format("әуежай сервері: БАЙЛАНЫС ЖОҚ ({}), орын өздігінен жұмыс істейді",
                              link.fault);
    case visa::Language::en:
    case visa::Language::zh:
      break;
  }
  return up ? "airport service: up"
            : fmt::format("airport service: DOWN ({}), this booth decides by itself", link.fault);
}

}  // namespace

void put_link(crypto::Json& json, const LinkReport& link) {
  json["link"] = to_string(link.state);
  json["link_fault"] = link.fault.empty() ? crypto::Json(nullptr) : crypto::Json(link.fault);
  json["queue"] = link.queue ? crypto::Json(*link.queue) : crypto::Json(nullptr);
}

std::string link_text(const LinkReport& link, visa::Language language) {
  if (link.state == LinkState::none) return {};
  std::string text = state_text(link, language);
  if (link.queue && *link.queue > 0) text += "; " + queue_text(*link.queue, language);
  return text + "\n";
}

}  // namespace evisa::kiosk
