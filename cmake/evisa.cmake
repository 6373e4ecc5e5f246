# What every target of the project shares: warnings, sanitizers, hardening.
find_package(Threads REQUIRED)

add_library(evisa_options INTERFACE)
target_compile_features(evisa_options INTERFACE cxx_std_23)
target_include_directories(evisa_options INTERFACE ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/generated)
target_compile_definitions(evisa_options INTERFACE EVISA_VERSION="${PROJECT_VERSION}")
target_compile_options(evisa_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wswitch-enum -fstack-protector-strong)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(evisa_options INTERFACE -Wno-restrict)  # false alarms on std::string, GCC 105651
endif()
if(EVISA_WERROR)
  target_compile_options(evisa_options INTERFACE -Werror)
endif()
if(EVISA_SANITIZE)
  target_compile_options(evisa_options INTERFACE
    -fsanitize=${EVISA_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(evisa_options INTERFACE -fsanitize=${EVISA_SANITIZE})
endif()
if(EVISA_FUZZ)
  target_compile_options(evisa_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
target_link_libraries(evisa_options INTERFACE Threads::Threads)

# evisa_folder_library(name [EXCLUDE regex] LINK ... PRIVATE_LINK ...): every .cpp of the folder and of its subfolders but main.cpp.
function(evisa_folder_library name)
  cmake_parse_arguments(ARG "" "EXCLUDE" "SOURCES;LINK;PRIVATE_LINK" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  if(ARG_EXCLUDE)
    list(FILTER sources EXCLUDE REGEX "${ARG_EXCLUDE}")
  endif()
  add_library(${name} STATIC ${sources} ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC evisa_options ${ARG_LINK} PRIVATE ${ARG_PRIVATE_LINK})
endfunction()

# evisa_program(name SOURCES ... LINK ...): a finished program; the target `programs` builds them all.
add_custom_target(programs)
function(evisa_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE evisa_options ${ARG_LINK})
  add_dependencies(programs ${name})
endfunction()
