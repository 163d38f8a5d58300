"""What announcements say besides the words of who wrote them."""

from bot.domain.announcements import Obstacle
from bot.language import text

FROM_ORGANIZERS = text("A message from the organizers:")
MESSAGE_OF = text("A message from the organizers of {title}")
ANNOUNCED = text("The organizers announce:")
TO_COME = text("What is to come: {title}")
NO_DATE = text("It has no date yet.")
UNSENT = text("Your announcement was not sent: {title}. {reason}")
OBSTACLES = {
    Obstacle.NO_RIGHT: text("Who wrote it organizes the series no more."),
    Obstacle.GONE: text("Its session is not there any more."),
    Obstacle.CANCELLED: text("Its session has been cancelled meanwhile."),
    Obstacle.OVER: text("It is over."),
    Obstacle.NOTHING: text("Nothing of the series is to come."),
    Obstacle.LATE: text("The service could not send it in time."),
}
WITHDRAWN = text("{title}: the organizers have taken this announcement back.")
