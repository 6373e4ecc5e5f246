// What the camera saw, as JSON and as a line for the officer.
#include "kiosk/camera_text.h"

#include <fmt/format.h>

namespace evisa::kiosk {
namespace {

std::string several_line(visa::Language language) {
  switch (language) {
    case visa::Language::ru:
      return "камера: в кадре две разные электронные визы: показывайте по одной\n";
    case visa::Language::kk:
      return "камера: кадрда екі түрлі электрондық виза бар: бір-бірден көрсетіңіз\n";
    case visa::Language::en:
    case visa::Language::zh:  // a traveller's language, not an officer's
      break;
  }
  return "camera: two different e-visas in view: show one at a time\n";
}

std::string unstable_line(const Watched& seen, visa::Language language) {
  switch (language) {
    case visa::Language::ru:
      return fmt::format(
          "камера: код прочитан только на {} из {} кадров: держите лист неподвижно\n",
          seen.frames_read, seen.frames);
    case visa::Language::kk:
      return fmt::format("камера: {} кадрдың тек {} кадрында код оқылды: парақты қозғалтпаңыз\n",
                         seen.frames, seen.frames_read);
    case visa::Language::en:
    case visa::Language::zh:
      break;
  }
  return fmt::format("camera: code read in {} of {} frames only: hold it still\n", seen.frames_read,
                     seen.frames);
}

}  // namespace

crypto::Json camera_json(const Watched& watched) {
  return {{"frames", watched.frames},
          {"frames_read", watched.frames_read},
          {"stable", watched.stable},
          {"several_seals", watched.several_seals}};
}

std::string camera_text(const Watched& watched, visa::Language language) {
  if (watched.several_seals) return several_line(language);
  if (watched.stable || watched.frames_read == 0) return {};
  return unstable_line(watched, language);
}

}  // namespace evisa::kiosk
