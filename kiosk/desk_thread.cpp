// The thread on which the desk works.
#include "kiosk/desk_thread.h"

#include <sys/eventfd.h>

#include <utility>

#include "crypto/json_secret.h"
#include "crypto/json_writer.h"
#include "crypto/wipe.h"

namespace evisa::kiosk {
namespace {

constexpr std::chrono::seconds kTick{1};
constexpr std::size_t kMostMessages = 64;  // of a page that asks faster than anybody types

std::string problem(std::string_view to, const Error& error) {
  crypto::JsonWriter json;
  json.begin_object().key("type").text("problem").key("to").text(to);
  json.key("code").text(to_string(error.code)).key("message").text(error.message);
  json.key("hint").text(error.hint);
  return json.end_object().take();
}

}  // namespace

Result<std::unique_ptr<PageMail>> PageMail::create() {
  crypto::FileDescriptor wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (wake.get() < 0) return fail(Errc::io, "no file descriptors left");
  return std::make_unique<PageMail>(std::move(wake));
}

void PageMail::put(const std::function<void(Letters&)>& change) {
  const std::lock_guard lock(mutex_);
  change(letters_);
  std::ignore = ::eventfd_write(wake_.get(), 1);
}

PageMail::Letters PageMail::take() {
  const std::lock_guard lock(mutex_);
  eventfd_t count = 0;
  std::ignore = ::eventfd_read(wake_.get(), &count);
  return std::exchange(letters_, {});
}

DeskThread::DeskThread(Desk desk, PageMail& mail)
    : desk_(std::move(desk)),
      mail_(mail),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

DeskThread::~DeskThread() = default;

void DeskThread::ask(std::string message) {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.messages.size() >= kMostMessages) return;
    waiting_.messages.push_back(std::move(message));
  }
  arrived_.notify_one();
}

void DeskThread::see(Sight sight) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.sight = std::move(sight);
  }
  arrived_.notify_one();
}

void DeskThread::scan_passport(const std::string& lines) {
  if (!has_officer_) return;
  crypto::JsonWriter json;
  json.begin_object().key("type").text("passport").key("lines").text(lines);
  ask(json.end_object().take());
}

void DeskThread::camera_is(CameraState state, std::string detail) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.camera = {state, std::move(detail)};
  }
  arrived_.notify_one();
}

void DeskThread::show(const std::function<void(PageMail::Letters&)>& change) {
  mail_.put([&](PageMail::Letters& letters) {
    if (has_officer_) change(letters);
  });
}

void DeskThread::greet() {
  {
    const std::lock_guard lock(mutex_);
    waiting_.greet = true;
  }
  arrived_.notify_one();
}

void DeskThread::run(const std::stop_token& stop) {
  auto told = std::chrono::steady_clock::now();
  while (!stop.stop_requested()) {
    Waiting waiting;
    {
      std::unique_lock lock(mutex_);
      arrived_.wait_for(lock, stop, kTick, [this] { return waiting_.any(); });
      waiting = std::exchange(waiting_, {});
    }
    work(waiting);
    const auto now = std::chrono::steady_clock::now();
    desk_.pass_time(now);
    // Ages and the line to the service change by themselves.
    if (!desk_.has_changed() && !waiting.greet && now - told < kTick) continue;
    told = now;
    mail_.put([this, state = desk_.state()](PageMail::Letters& letters) mutable {
      letters.state = std::move(state);
      has_officer_ = desk_.has_officer();  // from here on no picture is put in
      if (has_officer_) return;
      letters.seen.reset();
      letters.preview.reset();
    });
  }
}

void DeskThread::work(Waiting& waiting) {
  if (waiting.camera) desk_.camera_is(waiting.camera->first, std::move(waiting.camera->second));
  for (auto& message : waiting.messages) {
    answer(message);
    crypto::wipe(message);
  }
  if (!waiting.sight) return;
  desk_.see(*waiting.sight, std::chrono::steady_clock::now());
}

void DeskThread::answer(const std::string& message) {
  std::string to;
  auto reply = [&]() -> Result<std::optional<std::string>> {
    auto json = crypto::parse_json(message);
    if (!json) return std::unexpected(json.error());
    if (json->is_object() && json->contains("type") && (*json)["type"].is_string())
      to = (*json)["type"].get<std::string>();
    auto done = desk_.handle(*json, std::chrono::steady_clock::now());
    crypto::wipe(*json);  // a request may hold a PIN
    return done;
  }();
  if (reply && !*reply) return;
  mail_.put([&](PageMail::Letters& letters) {
    letters.replies.push_back(reply ? std::move(**reply) : problem(to, reply.error()));
  });
}

}  // namespace evisa::kiosk
