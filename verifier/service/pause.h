// A pause that ends early when its thread is asked to stop.
#pragma once

#include <chrono>
#include <stop_token>

namespace evisa::verifier {

void pause(std::chrono::milliseconds length, const std::stop_token& stop);

}  // namespace evisa::verifier
